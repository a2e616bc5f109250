with recursive units as (
    select * from {{ ref('int_units') }}
),

today as (
    select * from {{ ref('int_unit_today') }}
),

paths as (
    select
        unit_key,
        unit_key as path,
        unit_name as top_name
    from units
    where parent_unit_key is null
    union all
    select
        u.unit_key,
        p.path || '/' || u.unit_key as path,
        p.top_name
    from units as u
    inner join paths as p on u.parent_unit_key = p.unit_key
),

split_children as (
    select
        today_unit_key,
        bool_or(is_split) as has_split_parent
    from today
    group by today_unit_key
),

dim_units as (
    select
        u.unit_key,
        u.unit_code,
        u.valid_from as unit_valid_from,
        case
            when u.last_day < date '9999-12-31'
                then {{ add_days('u.last_day', 1) }}
        end as valid_to,
        u.unit_name,
        u.unit_level,
        u.parent_unit_key,
        u.last_parent_unit_key,
        coalesce(p.path, u.unit_key) as path,
        coalesce(p.top_name, u.unit_name) as top_name,
        u.is_current,
        u.model_start_date,
        coalesce(s.has_split_parent, false) as has_split_parent
    from units as u
    left join paths as p on u.unit_key = p.unit_key
    left join split_children as s on u.unit_key = s.today_unit_key
)

select * from dim_units
