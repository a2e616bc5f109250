with cases as (
    select
        unit_key,
        count(*) as n_cases
    from {{ ref('fct_cases') }}
    where unit_key is not null
    group by unit_key
),

shares as (
    select * from {{ ref('int_unit_shares') }}
    where is_own
),

agg_unit_sizes as (
    select
        s.map,
        s.unit_key,
        cast(sum(c.n_cases * s.weight) as decimal(18, 6)) as n_served
    from cases as c
    inner join shares as s on c.unit_key = s.source_unit_key
    group by s.map, s.unit_key
)

select * from agg_unit_sizes
