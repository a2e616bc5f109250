with ballots as (
    select * from {{ ref('fct_ballots') }}
    where left_out = 'none'
),

waves as (
    select * from {{ ref('dim_waves') }}
),

-- what the Front keeps to itself until it is released is counted apart
own_waves as (
    select * from {{ ref('int_front_waves') }}
),

thresholds as (
    select * from {{ ref('dim_thresholds') }}
    where threshold = 'weight_ratio_max'
),

weighted as (
    select
        b.unit_key,
        b.wave_code,
        b.on_day,
        cast(b.weight as double) as weight,
        avg(cast(b.weight as double)) over (
            partition by b.unit_key, b.wave_code
        ) as mean_weight
    from ballots as b
    inner join waves as w on b.wave_code = w.wave_code
    where w.stream <> 'service' and coalesce(w.owner, '') <> 'head'
),

-- a ballot that weighs as many others together decides a share by itself
agg_ballot_weights as (
    select
        coalesce(b.unit_key, '') as unit_key,
        coalesce(w.wave_code, '') as wave_code,
        count(*) as n_weighted,
        count(*) filter (
            where b.weight > b.mean_weight * cast(t.value as double)
        ) as n_weight_heavy
    from weighted as b
    left join own_waves as w on b.wave_code = w.wave_code
    left join thresholds as t on {{ holds_on('t', 'b.on_day') }}
    group by coalesce(b.unit_key, ''), coalesce(w.wave_code, '')
)

select * from agg_ballot_weights
