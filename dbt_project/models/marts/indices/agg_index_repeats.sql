with repeated as (
    select * from {{ ref('int_repeat_respondents') }}
),

cases as (
    select * from {{ ref('fct_cases') }}
    where finished_at is not null and unit_key is not null
),

waves as (
    select * from {{ ref('stg_waves') }}
    where stream = 'service'
),

periods as (
    select * from {{ ref('dim_periods') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

-- dossiers somebody spoke about, by who did
voiced as (
    select
        b.case_code,
        min(r.person) as person
    from {{ ref('int_ballots') }} as b
    inner join repeated as r
        on b.wave_code = r.wave_code and b.ballot_id = r.ballot_id
    inner join waves as w on b.wave_code = w.wave_code
    where b.case_code is not null
    group by b.case_code
),

parts as (
    select
        c.unit_key,
        cast(c.finished_at as date) as finished_on,
        v.person,
        cast(1 as double) / count(*) over (
            partition by v.person, year(c.finished_at)
        ) as part
    from cases as c
    inner join voiced as v on c.case_code = v.case_code
),

people as (
    select
        s.map,
        s.unit_key,
        p.period_type,
        p.period,
        v.person,
        sum(s.weight) as n,
        max(s.weight) as n_people,
        sum(cast(v.part * s.weight as decimal(28, 14))) as n_parts
    from parts as v
    inner join periods as p on v.finished_on between p.first_day and p.last_day
    inner join shares as s on v.unit_key = s.source_unit_key
    group by s.map, s.unit_key, p.period_type, p.period, v.person
),

agg_index_repeats as (
    select
        map,
        unit_key,
        period_type,
        period,
        cast(sum(n - n_people) as double) as n_repeats,
        cast(sum(n - n_parts) as double) as n_shared
    from people
    group by map, unit_key, period_type, period
    having sum(n - n_parts) > 0
)

select * from agg_index_repeats
