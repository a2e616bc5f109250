{# What could have been meant: reference, relation, code, name. The names of
   people stay out. #}
{% set references = [
    ('unit', 'dim_units', 'unit_code', 'unit_name'),
    ('wave', 'dim_waves', 'wave_code', "''"),
    ('item', 'dim_items', 'item_code', "''"),
    ('instrument', 'dim_items', 'instrument', "''"),
    ('criterion', 'dim_criteria', 'criterion_code', "''"),
    ('procedure', 'dim_procedures', 'procedure_code', "''"),
    ('officer', 'dim_officers', 'officer_code', "''"),
] -%}

with unplaced as (
    select * from {{ ref('int_unplaced_rows') }}
),

-- what only the Front may hear of takes no place from the rest
front_files as (
    select * from {{ ref('int_front_files') }}
),

known as (
    {% for reference, relation, code, name in references -%}
        select distinct
            '{{ reference }}' as reference,
            {{ code }} as code,
            {{ name }} as name
        from {{ ref(relation) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

named as (
    select
        case
            when u.column_name in ('parent_code', 'old_code', 'new_code')
                then 'unit'
            when u.column_name like '%unit_code' then 'unit'
            else replace(u.column_name, '_code', '')
        end as reference,
        u.column_name,
        u.value,
        count(*) as n_rows,
        count(*) filter (where f.file_sha256 is null) as n_open
    from unplaced as u
    left join front_files as f on u.file_sha256 = f.file_sha256
    where
        u.value is not null
        and (
            right(u.column_name, 5) = '_code' or u.column_name = 'instrument'
        )
    group by u.column_name, u.value
),

-- the values most rows hold; each is held against the whole list
asked as (
    select * from named
    qualify
        row_number() over (
            partition by column_name, n_open > 0
            order by
                case when n_open > 0 then n_open else n_rows end desc, value asc
        ) <= 50
),

scored as (
    select
        a.column_name,
        a.value,
        k.code,
        k.name,
        least(
            levenshtein(lower(a.value), lower(k.code)),
            case
                when k.name <> ''
                    then levenshtein(lower(a.value), lower(k.name))
                else 1000
            end
        ) as distance
    from asked as a
    inner join known as k on a.reference = k.reference
),

-- a code with every letter changed is no candidate
ranked as (
    select
        column_name,
        value,
        case when name <> '' then code || ' (' || name || ')' else code end
            as candidate,
        row_number() over (
            partition by column_name, value
            order by distance, code, name
        ) as place
    from scored
    where distance <= greatest(2, length(value) / 2)
),

int_candidates as (
    select
        column_name,
        value,
        concat_ws(
            '; ',
            max(case when place = 1 then candidate end),
            max(case when place = 2 then candidate end),
            max(case when place = 3 then candidate end)
        ) as candidates
    from ranked
    where place <= 3
    group by column_name, value
)

select * from int_candidates
