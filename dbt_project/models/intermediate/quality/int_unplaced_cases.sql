{# What a dossier says that cannot be, and where it says so. #}
{% set faults = [
    ('received_day_impossible', 'received_at', 'stated_received'),
    ('finished_day_impossible', 'finished_at', 'stated_finish'),
    ('finished_before_received', 'finished_at', 'stated_finish'),
    ('due_before_received', 'due_at', 'stated_due'),
    ('due_day_impossible', 'due_at', 'stated_due'),
    ('returned_day_impossible', 'returned_at', 'stated_return'),
] -%}

with cases as (
    select * from {{ ref('fct_cases') }}
),

stated as (
    select * from {{ ref('stg_case_rows') }}
),

odd as (
    select
        c.case_code,
        c.extracted_on,
        'unit_unresolved' as fate,
        'receiving_unit_code' as column_name
    from cases as c
    where
        c.unit_key is null
        and coalesce(c.date_fault, '') <> 'received_day_impossible'
    {% for fault, column, _ in faults -%}
        union all
        select
            c.case_code,
            c.extracted_on,
            '{{ fault }}' as fate,
            '{{ column }}' as column_name
        from cases as c
        where c.date_fault = '{{ fault }}'
    {% endfor -%}
    -- the receiving office counts it; its other units are on no list
    {% for place, fate in [
        ('resolving', 'resolving_unit_unknown'),
        ('residence', 'residence_unit_unknown'),
    ] -%}
        union all
        select
            c.case_code,
            c.extracted_on,
            '{{ fate }}' as fate,
            '{{ place }}_unit_code' as column_name
        from cases as c
        inner join stated as t
            on c.case_code = t.case_code and c.extracted_on = t.extracted_on
        where
            c.unit_key is not null
            and c.{{ place }}_unit_key is null
            and t.{{ place }}_unit_code is not null
    {% endfor -%}
    -- counted as they stand, and worth a look
    {% for fate, test, column in [
        ('reopened', 'c.is_reopened', 'status'),
        ('received_long_ago', 'c.is_received_long_ago', 'received_at'),
        ('due_far_ahead', 'c.is_due_far_ahead', 'due_at'),
    ] -%}
        union all
        select
            c.case_code,
            c.extracted_on,
            '{{ fate }}' as fate,
            '{{ column }}' as column_name
        from cases as c
        where {{ test }}
    {% endfor -%}
    -- one row counts; nothing says of which office the dossier is
    union all
    select
        case_code,
        extracted_on,
        'two_units' as fate,
        'receiving_unit_code' as column_name
    from stated
    group by case_code, extracted_on
    having count(distinct split_part(unit_code, '@', 1)) > 1
),

int_unplaced_cases as (
    select
        'case' as row_kind,
        o.fate,
        o.column_name,
        case o.column_name
            when 'receiving_unit_code' then t.unit_code
            when 'resolving_unit_code' then t.resolving_unit_code
            when 'residence_unit_code' then t.residence_unit_code
            when 'received_at' then t.stated_received
            when 'status' then t.status
            when 'finished_at' then t.stated_finish
            when 'due_at' then t.stated_due
            when 'returned_at' then t.stated_return
        end as value,
        cast(null as string) as wave_code,
        o.case_code as part,
        t.file_sha256,
        t.line
    from odd as o
    inner join stated as t
        on o.case_code = t.case_code and o.extracted_on = t.extracted_on
)

select * from int_unplaced_cases
