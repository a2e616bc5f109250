{{ config(materialized='carried', by='month', changed='int_changed_months') }}

with cases as (
    select * from {{ ref('agg_officer_case_months') }}
    where {{ is_in_changed_month('month') }}
),

ballots as (
    select
        *,
        -- a ballot counts as its share of satisfied answers; sums of decimals
        -- are the same in any order
        cast(
            cast(n_ballots * n_satisfied_answers as double) / n_answers
            as decimal(28, 14)
        ) as n_satisfied
    from {{ ref('agg_officer_ballot_months') }}
    where {{ is_in_changed_month('month') }}
),

-- fields all of whose procedures are of one group
fields as (
    select
        lower(trim(field)) as field,
        min(procedure_group) as procedure_group
    from {{ ref('dim_procedures') }}
    group by lower(trim(field))
    having min(procedure_group) = max(procedure_group)
),

petitions as (
    select
        p.*,
        coalesce(f.procedure_group, 'none') as procedure_group
    from {{ ref('fct_petitions') }} as p
    left join fields as f on lower(trim(p.field)) = f.field
    where
        p.officer_code is not null
        and p.unit_key is not null
        and {{ is_in_changed_month('p.received_on') }}
),

days as (
    select
        officer_code,
        unit_key,
        received_on as day,
        procedure_group,
        count(*) filter (where is_upheld) as n_upheld
    from petitions
    group by officer_code, unit_key, received_on, procedure_group
),

posted as (
    {{ posted_days('days') }}
),

months as (
    select
        d.officer_code,
        p.posted_unit_key as unit_key,
        cast(date_trunc('month', d.day) as date) as month,
        d.procedure_group,
        'none' as channel,
        0 as n_ballots,
        0 as n_satisfied,
        0 as n_independent,
        0 as n_independent_satisfied,
        0 as n_cases,
        0 as n_late_strict,
        d.n_upheld
    from days as d
    inner join posted as p
        on {{ is_posted_day('d', 'p') }}
    where p.posted_unit_key is not null
    union all
    select
        officer_code,
        unit_key,
        month,
        procedure_group,
        channel,
        0 as n_ballots,
        0 as n_satisfied,
        0 as n_independent,
        0 as n_independent_satisfied,
        n_cases,
        n_late_strict,
        0 as n_upheld
    from cases
    union all
    select
        officer_code,
        unit_key,
        month,
        procedure_group,
        channel,
        case when stream = 'service' then n_ballots else 0 end as n_ballots,
        case when stream = 'service' then n_satisfied else 0 end
            as n_satisfied,
        case when stream = 'independent' then n_ballots else 0 end
            as n_independent,
        case when stream = 'independent' then n_satisfied else 0 end
            as n_independent_satisfied,
        0 as n_cases,
        0 as n_late_strict,
        0 as n_upheld
    from ballots
),

agg_officer_months as (
    select
        officer_code,
        unit_key,
        month,
        procedure_group,
        channel,
        cast(sum(n_ballots) as bigint) as n_ballots,
        cast(sum(n_satisfied) as decimal(38, 14)) as n_satisfied,
        cast(sum(n_independent) as bigint) as n_independent,
        cast(sum(n_independent_satisfied) as decimal(38, 14))
            as n_independent_satisfied,
        cast(sum(n_cases) as bigint) as n_cases,
        cast(sum(n_late_strict) as bigint) as n_late_strict,
        cast(sum(n_upheld) as bigint) as n_upheld
    from months
    group by officer_code, unit_key, month, procedure_group, channel
)

select * from agg_officer_months
