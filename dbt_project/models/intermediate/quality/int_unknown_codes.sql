{# Which list or register knows what a code names: thing, relation, column. #}
{% set lists = [
    ('unit', 'int_unit_references', 'unit_reference'),
    ('officer', 'stg_officers', 'officer_code'),
    ('procedure', 'stg_procedures', 'procedure_code'),
    ('wave', 'stg_waves', 'wave_code'),
    ('instrument', 'stg_items', 'instrument'),
    ('case', 'fct_cases', 'case_code'),
    ('petition', 'fct_petitions', 'petition_code'),
] -%}

with named as (
    select * from {{ ref('stg_named_codes') }}
),

-- what the Front keeps to itself until it is released is kept apart
own_waves as (
    select * from {{ ref('int_front_waves') }}
),

said_already as (
    select * from {{ ref('int_unplaced_cases') }}
    union all
    select * from {{ ref('int_unplaced_answers') }}
    union all
    select * from {{ ref('int_unplaced_others') }}
    union all
    select * from {{ ref('int_unplaced_lists') }}
),

-- where a list is missing as a whole, dq_missing_lists says so once
unknown as (
    {% for thing, relation, code in lists -%}
        select n.*
        from named as n
        anti join {{ ref(relation) }} as k on n.code = k.{{ code }}
        where
            n.thing = '{{ thing }}'
            and exists (select 1 from {{ ref(relation) }})
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- the answers of a ballot stand on one line; what another model says of the
-- same value is not said twice
int_unknown_codes as (
    select distinct
        u.row_kind,
        u.thing || '_unknown' as fate,
        u.column_name,
        -- the number of a dossier or a letter is a citizen's matter
        case when u.thing not in ('case', 'petition') then u.code end as value,
        w.wave_code,
        case when u.thing not in ('case', 'petition') then u.code else '' end
            as part,
        u.file_sha256,
        u.line
    from unknown as u
    anti join said_already as t
        on
            u.row_kind = t.row_kind
            and u.file_sha256 = t.file_sha256
            and u.line = t.line
            -- a number of a citizen's matter is said without its value
            and u.code = coalesce(
                t.value,
                case when t.fate = u.thing || '_unknown' then u.code end
            )
    left join own_waves as w on u.wave_code = w.wave_code
)

select * from int_unknown_codes
