{# Days of petitions: fault, column. #}
{% set faults = [
    ('received_day_impossible', 'received_on'),
    ('resolved_day_impossible', 'resolved_on'),
    ('due_day_impossible', 'due_on'),
    ('accepted_day_impossible', 'accepted_on'),
    ('resolved_day_missing', 'resolved_on'),
    ('informed_day_impossible', 'informed_on'),
] -%}

with petitions as (
    select
        p.*,
        f.unit_key
    from {{ ref('stg_petitions') }} as p
    inner join {{ ref('fct_petitions') }} as f
        on p.petition_code = f.petition_code
),

items as (
    select * from {{ ref('stg_items') }}
),

units as (
    select
        u.parent_code,
        s.file_sha256,
        s.line
    from {{ ref('int_units') }} as u
    inner join {{ ref('stg_units') }} as s on u.unit_key = s.unit_key
    where u.parent_unit_key is null and u.unit_level <> 'province'
),

-- a code goes on under another name, and no list says whether it is one unit
renamed as (
    select
        n.unit_name,
        s.file_sha256,
        s.line
    from {{ ref('int_units') }} as o
    inner join {{ ref('int_units') }} as n
        on
            o.unit_code = n.unit_code
            and {{ add_days('o.last_day', 1) }} = n.valid_from
    inner join {{ ref('stg_units') }} as s on n.unit_key = s.unit_key
    inner join {{ ref('int_as_of') }} as a on n.valid_from <= a.data_as_of
    where
        not exists (
            select 1 from {{ ref('int_unit_successions') }} as l
            where o.unit_key = l.old_unit_key or n.unit_key = l.new_unit_key
        )
        and not exists (
            select 1 from {{ ref('int_listed_successions') }} as l
            where
                o.unit_code = l.old_code and n.valid_from = l.effective_date
        )
),

criteria as (
    select distinct criterion_code from {{ ref('dim_criteria') }}
),

-- an item may show a factor and up to three commitments
shown as (
    select
        file_sha256,
        line,
        criterion_code
    from items
    {% for part in [1, 2, 3] -%}
        union all
        select
            file_sha256,
            line,
            nullif(trim(split_part(commitment_codes, ';', {{ part }})), '')
                as criterion_code
        from items
    {% endfor %}
),

stated as (
    select
        'petition' as row_kind,
        'unit_unresolved' as fate,
        'unit_code' as column_name,
        unit_code as value,
        file_sha256,
        line
    from petitions
    where
        unit_key is null
        and coalesce(date_fault, '') <> 'received_day_impossible'
    {% for fault, column in faults -%}
        union all
        select
            'petition' as row_kind,
            date_fault as fate,
            '{{ column }}' as column_name,
            stated_day as value,
            file_sha256,
            line
        from petitions
        where date_fault = '{{ fault }}'
    {% endfor -%}
    union all
    select
        'unit' as row_kind,
        'parent_unknown' as fate,
        'parent_code' as column_name,
        parent_code as value,
        file_sha256,
        line
    from units
    union all
    select
        'unit' as row_kind,
        'succession_missing' as fate,
        'unit_name' as column_name,
        unit_name as value,
        file_sha256,
        line
    from renamed
    union all
    select
        'item' as row_kind,
        'criterion_unknown' as fate,
        'criterion_code' as column_name,
        s.criterion_code as value,
        s.file_sha256,
        s.line
    from shown as s
    anti join criteria as c on s.criterion_code = c.criterion_code
    where s.criterion_code is not null
),

int_unplaced_others as (
    select
        row_kind,
        fate,
        column_name,
        value,
        cast(null as string) as wave_code,
        coalesce(value, '') as part,
        file_sha256,
        line
    from stated
)

select * from int_unplaced_others
