{{ config(tags=['touched']) }}

with steps as (
    select * from {{ ref('stg_case_steps') }}
    where is_paused and started_at is not null
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

calendar as (
    select * from {{ ref('int_calendar_days') }}
),

calendars as (
    select distinct calendar_code from calendar
),

spans as (
    select
        s.case_code,
        coalesce(own.calendar_code, 'province') as calendar_code,
        cast(s.started_at as date) as first_day,
        -- a pause without an end still lasts
        coalesce(cast(s.ended_at as date), a.data_as_of) as last_day
    from steps as s
    cross join as_of as a
    left join calendars as own on s.unit_code = own.calendar_code
),

int_case_pauses as (
    select
        s.case_code,
        sum(greatest(l.working_day_no - f.working_day_no, 0))
            as paused_working_days,
        count(*) as n_pauses
    from spans as s
    inner join calendar as f
        on s.calendar_code = f.calendar_code and s.first_day = f.day
    inner join calendar as l
        on s.calendar_code = l.calendar_code and s.last_day = l.day
    group by s.case_code
)

select * from int_case_pauses
