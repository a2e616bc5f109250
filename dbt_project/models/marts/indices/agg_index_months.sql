{{ config(materialized='carried', by='month', changed='int_changed_months') }}

{% set measures = [
    'n_finished', 'n_silent', 'n_dissatisfied', 'n_timed', 'sum_time_score',
    'n_feedback', 'n_feedback_late', 'n_feedback_dissatisfied',
] -%}

with cases as (
    select * from {{ ref('fct_cases') }}
    where
        finished_at is not null
        and unit_key is not null
        and {{ is_in_changed_month('finished_at') }}
),

voices as (
    select * from {{ ref('int_case_voices') }}
),

petitions as (
    select * from {{ ref('fct_petitions') }}
    where
        kind in ('feedback', 'request')
        and is_mature
        and {{ is_in_changed_month('received_on') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

-- the official way: late by the source, and whoever says nothing is satisfied
case_months as (
    select
        c.unit_key,
        cast(date_trunc('month', c.finished_at) as date) as month,
        count(*) as n_finished,
        count(*) filter (where v.case_code is null) as n_silent,
        count(*) filter (
            where
            coalesce(v.is_dissatisfied, false)
            or coalesce(c.is_late_official, false)
        ) as n_dissatisfied,
        count(*) filter (
            where c.is_finished_with_due and c.due_at is not null
        ) as n_timed,
        -- early 2, on the day 1, late 0
        sum(case
            when not c.is_finished_with_due or c.due_at is null then 0
            when c.is_late_official then 0
            when cast(c.finished_at as date) < cast(c.due_at as date) then 2
            else 1
        end) as sum_time_score
    from cases as c
    left join voices as v on c.case_code = v.case_code
    group by c.unit_key, date_trunc('month', c.finished_at)
),

feedback_months as (
    select
        unit_key,
        cast(date_trunc('month', received_on) as date) as month,
        count(*) as n_feedback,
        count(*) filter (where is_late) as n_feedback_late,
        count(*) filter (
            where is_late or is_reopened
        ) as n_feedback_dissatisfied
    from petitions
    where unit_key is not null
    group by unit_key, date_trunc('month', received_on)
),

joined as (
    select * from case_months
    full outer join feedback_months using (unit_key, month)
),

agg_index_months as (
    {{ added_up_by_unit('joined', 'shares', measures) }}
)

select * from agg_index_months
