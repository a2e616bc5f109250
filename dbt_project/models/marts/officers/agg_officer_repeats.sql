with repeated as (
    select * from {{ ref('int_repeat_respondents') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

-- the ballots that officers are measured by
measured as (
    select
        year(b.on_day) as in_year,
        b.wave_code as own_wave,
        b.officer_code,
        b.ballot_id,
        b.on_day,
        r.person
    from {{ ref('fct_ballots') }} as b
    inner join repeated as r
        on b.wave_code = r.wave_code and b.ballot_id = r.ballot_id
    where
        b.officer_link in ('by_case', 'by_ballot')
        and b.stream = 'service'
        and b.is_within_wave
        and b.unit_key is not null
        and b.n_officer_answers > 0
),

told as (
    {{ as_few_people(
        'measured', ['in_year'], 'officer_code', ['ballot_id', 'on_day']
    ) }}
),

-- each as its part of the person who gave it to officers that year
ballots as (
    select
        officer_code,
        on_day,
        person,
        cast(1 as double) / count(*) over (
            partition by person, in_year
        ) as part
    from told
),

agg_officer_repeats as (
    select
        b.officer_code,
        p.period_type,
        p.period,
        cast(count(*) - count(distinct b.person) as bigint) as n_repeats,
        cast(sum(cast(1 - b.part as decimal(28, 14))) as double) as n_shared
    from ballots as b
    inner join periods as p on b.on_day between p.first_day and p.last_day
    group by b.officer_code, p.period_type, p.period
    having sum(1 - b.part) > 0
)

select * from agg_officer_repeats
