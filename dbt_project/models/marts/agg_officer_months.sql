with cases as (
    select * from {{ ref('fct_cases') }}
    where officer_code is not null and is_finished_with_due
),

ballots as (
    select * from {{ ref('fct_ballots') }}
    -- who was logged in on a tablet is no evidence of who served
    where
        officer_link in ('by_case', 'by_ballot')
        and stream in ('service', 'independent')
),

petitions as (
    select * from {{ ref('fct_petitions') }}
    where officer_code is not null
),

postings as (
    select * from {{ ref('dim_officers') }}
),

days as (
    select
        officer_code,
        unit_key,
        on_day as day,
        procedure_group,
        channel,
        count_if(is_satisfied_officer is not null and stream = 'service')
            as n_ballots,
        count_if(is_satisfied_officer and stream = 'service') as n_satisfied,
        count_if(is_satisfied_officer is not null and stream = 'independent')
            as n_independent,
        count_if(is_satisfied_officer and stream = 'independent')
            as n_independent_satisfied,
        0 as n_cases,
        0 as n_late_strict,
        0 as n_upheld
    from ballots
    group by officer_code, unit_key, on_day, procedure_group, channel
    union all
    select
        officer_code,
        unit_key,
        cast(finished_at as date) as day,
        procedure_group,
        channel,
        0 as n_ballots,
        0 as n_satisfied,
        0 as n_independent,
        0 as n_independent_satisfied,
        count(*) as n_cases,
        count_if(is_late_strict) as n_late_strict,
        0 as n_upheld
    from cases
    group by
        officer_code,
        unit_key,
        cast(finished_at as date),
        procedure_group,
        channel
    union all
    select
        officer_code,
        unit_key,
        received_on as day,
        'none' as procedure_group,
        'none' as channel,
        0 as n_ballots,
        0 as n_satisfied,
        0 as n_independent,
        0 as n_independent_satisfied,
        0 as n_cases,
        0 as n_late_strict,
        count_if(is_upheld) as n_upheld
    from petitions
    group by officer_code, unit_key, received_on
),

officer_days as (
    select distinct
        officer_code,
        unit_key,
        day
    from days
),

-- the posting of the day decides; without one, the unit the row names
posted as (
    select
        d.officer_code,
        d.unit_key,
        d.day,
        coalesce(
            max(case when p.unit_key = d.unit_key then p.unit_key end),
            min(p.unit_key),
            d.unit_key
        ) as posted_unit_key
    from officer_days as d
    left join postings as p
        on
            d.officer_code = p.officer_code
            and d.day >= p.valid_from
            and (p.valid_to is null or d.day < p.valid_to)
    group by d.officer_code, d.unit_key, d.day
),

agg_officer_months as (
    select
        d.officer_code,
        p.posted_unit_key as unit_key,
        cast(date_trunc('month', d.day) as date) as month,
        d.procedure_group,
        d.channel,
        cast(sum(d.n_ballots) as bigint) as n_ballots,
        cast(sum(d.n_satisfied) as bigint) as n_satisfied,
        cast(sum(d.n_independent) as bigint) as n_independent,
        cast(sum(d.n_independent_satisfied) as bigint)
            as n_independent_satisfied,
        cast(sum(d.n_cases) as bigint) as n_cases,
        cast(sum(d.n_late_strict) as bigint) as n_late_strict,
        cast(sum(d.n_upheld) as bigint) as n_upheld
    from days as d
    inner join posted as p
        on
            d.officer_code = p.officer_code
            and d.unit_key is not distinct from p.unit_key
            and d.day = p.day
    where p.posted_unit_key is not null
    group by
        d.officer_code,
        p.posted_unit_key,
        date_trunc('month', d.day),
        d.procedure_group,
        d.channel
)

select * from agg_officer_months
