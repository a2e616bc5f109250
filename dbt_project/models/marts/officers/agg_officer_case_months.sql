{{ config(materialized='carried', by='month', changed='int_changed_months') }}

with cases as (
    select
        officer_code,
        unit_key,
        procedure_group,
        channel,
        finished_at,
        is_finished_with_due,
        is_late_strict,
        1 as n
    from {{ ref('fct_cases') }}
    {{ of_touched_cases() }}
    {% if is_daily() %}
        -- taken out of what is published, before it is added anew
        union all
        select
            officer_code,
            unit_key,
            procedure_group,
            channel,
            finished_at,
            is_finished_with_due,
            is_late_strict,
            -1 as n
        from {{ ref('int_published_cases') }}
    {% endif %}
),

days as (
    select
        officer_code,
        unit_key,
        cast(finished_at as date) as day,
        procedure_group,
        channel,
        sum(n) as n_cases,
        sum(case when is_late_strict then n else 0 end) as n_late_strict
    from cases
    -- a dossier of no known unit is in nobody's figures
    where
        officer_code is not null
        and unit_key is not null
        and is_finished_with_due
    group by
        officer_code,
        unit_key,
        cast(finished_at as date),
        procedure_group,
        channel
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
        d.n_cases,
        d.n_late_strict
    from days as d
    inner join posted as p
        on {{ is_posted_day('d', 'p') }}
    where p.posted_unit_key is not null
    {% if is_daily() %}
        union all
        select
            officer_code,
            unit_key,
            month,
            procedure_group,
            channel,
            n_cases,
            n_late_strict
        from {{ ref('int_published_officers') }}
        where {{ is_in_changed_month('month') }}
    {% endif %}
),

agg_officer_case_months as (
    select
        officer_code,
        unit_key,
        month,
        procedure_group,
        channel,
        cast(sum(n_cases) as bigint) as n_cases,
        cast(sum(n_late_strict) as bigint) as n_late_strict
    from months
    group by officer_code, unit_key, month, procedure_group, channel
    having sum(n_cases) > 0
)

select * from agg_officer_case_months
