with ballots as (
    select * from {{ ref('fct_ballots') }}
    where stream = 'service' and n_answers >= 3
),

units as (
    select * from {{ ref('dim_units') }}
),

agg_ballot_quality as (
    select
        u.unit_key,
        u.unit_code,
        u.unit_valid_from,
        u.unit_level,
        count(*) as n_ballots,
        count(*) filter (where b.is_straight) as n_straight
    from ballots as b
    inner join units as u on b.unit_key = u.unit_key
    group by u.unit_key, u.unit_code, u.unit_valid_from, u.unit_level
)

select * from agg_ballot_quality
