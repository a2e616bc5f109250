{{ config(materialized='carried', by='month', changed='int_changed_months') }}

with ballots as (
    select * from {{ ref('fct_ballots') }}
    -- who was logged in on a tablet is no evidence of who served
    where
        officer_link in ('by_case', 'by_ballot')
        and stream in ('service', 'independent')
        and left_out = 'none'
        and unit_key is not null
        and n_officer_answers > 0
        and {{ is_in_changed_month('on_day') }}
),

days as (
    select
        officer_code,
        unit_key,
        on_day as day,
        procedure_group,
        channel,
        stream,
        n_officer_answers as n_answers,
        n_officer_satisfied as n_satisfied_answers,
        count(*) as n_ballots
    from ballots
    group by
        officer_code,
        unit_key,
        on_day,
        procedure_group,
        channel,
        stream,
        n_officer_answers,
        n_officer_satisfied
),

posted as (
    {{ posted_days('days') }}
),

agg_officer_ballot_months as (
    select
        d.officer_code,
        p.posted_unit_key as unit_key,
        cast(date_trunc('month', d.day) as date) as month,
        d.procedure_group,
        d.channel,
        d.stream,
        d.n_answers,
        d.n_satisfied_answers,
        cast(sum(d.n_ballots) as bigint) as n_ballots
    from days as d
    inner join posted as p
        on {{ is_posted_day('d', 'p') }}
    where p.posted_unit_key is not null
    group by
        d.officer_code,
        p.posted_unit_key,
        cast(date_trunc('month', d.day) as date),
        d.procedure_group,
        d.channel,
        d.stream,
        d.n_answers,
        d.n_satisfied_answers
)

select * from agg_officer_ballot_months
