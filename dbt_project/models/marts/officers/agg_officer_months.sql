{{ config(materialized='carried', by='month', changed='int_changed_months') }}

with cases as (
    select * from {{ ref('agg_officer_case_months') }}
    where {{ is_in_changed_month('month') }}
),

ballots as (
    select * from {{ ref('fct_ballots') }}
    -- who was logged in on a tablet is no evidence of who served
    where
        officer_link in ('by_case', 'by_ballot')
        and stream in ('service', 'independent')
        and is_within_wave
        and {{ is_in_changed_month('on_day') }}
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
        and {{ is_in_changed_month('p.received_on') }}
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
        0 as n_upheld
    from ballots
    group by officer_code, unit_key, on_day, procedure_group, channel
    union all
    select
        officer_code,
        unit_key,
        received_on as day,
        procedure_group,
        'none' as channel,
        0 as n_ballots,
        0 as n_satisfied,
        0 as n_independent,
        0 as n_independent_satisfied,
        count_if(is_upheld) as n_upheld
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
        d.channel,
        d.n_ballots,
        d.n_satisfied,
        d.n_independent,
        d.n_independent_satisfied,
        0 as n_cases,
        0 as n_late_strict,
        d.n_upheld
    from days as d
    inner join posted as p
        on
            d.officer_code = p.officer_code
            and d.unit_key is not distinct from p.unit_key
            and d.day = p.day
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
),

agg_officer_months as (
    select
        officer_code,
        unit_key,
        month,
        procedure_group,
        channel,
        cast(sum(n_ballots) as bigint) as n_ballots,
        cast(sum(n_satisfied) as bigint) as n_satisfied,
        cast(sum(n_independent) as bigint) as n_independent,
        cast(sum(n_independent_satisfied) as bigint)
            as n_independent_satisfied,
        cast(sum(n_cases) as bigint) as n_cases,
        cast(sum(n_late_strict) as bigint) as n_late_strict,
        cast(sum(n_upheld) as bigint) as n_upheld
    from months
    group by officer_code, unit_key, month, procedure_group, channel
)

select * from agg_officer_months
