with cases as (
    select
        unit_key,
        coalesce(procedure_group, 'none') as procedure_group,
        count(*) as n_cases
    from {{ ref('fct_cases') }}
    where unit_key is not null
    group by unit_key, coalesce(procedure_group, 'none')
),

shares as (
    select * from {{ ref('int_unit_shares') }}
    where is_own
),

agg_group_sizes as (
    select
        s.map,
        s.unit_key,
        c.procedure_group,
        cast(sum(c.n_cases * s.weight) as decimal(18, 6)) as n_served
    from cases as c
    inner join shares as s on c.unit_key = s.source_unit_key
    group by s.map, s.unit_key, c.procedure_group
)

select * from agg_group_sizes
