with ballots as (
    select * from {{ ref('fct_ballots') }}
    where left_out = 'none' and unit_key is not null
),

persons as (
    select * from {{ ref('int_repeat_respondents') }}
),

waves as (
    select
        wave_code,
        count(*) as n_ballots
    from ballots
    group by wave_code
),

further as (
    select
        b.wave_code,
        count(*) - count(distinct p.person) as n_further
    from ballots as b
    inner join persons as p
        on b.wave_code = p.wave_code and b.ballot_id = p.ballot_id
    group by b.wave_code
),

-- a wave in which each ballot is of a person of its own says nothing
agg_wave_people as (
    select
        w.wave_code,
        cast(w.n_ballots as bigint) as n_ballots,
        cast(w.n_ballots - f.n_further as bigint) as n_respondents
    from waves as w
    inner join further as f on w.wave_code = f.wave_code
    where f.n_further > 0
)

select * from agg_wave_people
