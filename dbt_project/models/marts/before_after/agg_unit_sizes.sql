with groups as (
    select * from {{ ref('agg_group_sizes') }}
),

agg_unit_sizes as (
    select
        map,
        unit_key,
        cast(sum(n_served) as decimal(18, 6)) as n_served
    from groups
    group by map, unit_key
)

select * from agg_unit_sizes
