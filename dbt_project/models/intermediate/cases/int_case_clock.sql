{{ config(materialized='view', tags=['touched']) }}

with promises as (
    select * from {{ ref('int_case_promises') }}
),

pauses as (
    select * from {{ ref('int_case_paused_days') }}
),

calendar as (
    select * from {{ ref('int_calendar_days') }}
),

-- one set-based join per date to the numbered calendar
int_case_clock as (
    select
        c.*,
        coalesce(p.paused_working_days, 0) as paused_working_days,
        coalesce(p.n_pauses, 0) as n_pauses,
        finished.working_day_no - promise.working_day_no
            as working_days_after_promise,
        restated.working_day_no - promise.working_day_no
            as due_shift_working_days
    from promises as c
    left join pauses as p on c.case_code = p.case_code
    left join calendar as promise
        on
            c.calendar_code = promise.calendar_code
            and cast(c.promised_at as date) = promise.day
    left join calendar as finished
        on
            c.calendar_code = finished.calendar_code
            and cast(
                coalesce(c.first_finished_at, c.extracted_on) as date
            ) = finished.day
    left join calendar as restated
        on
            c.calendar_code = restated.calendar_code
            and cast(c.due_at as date) = restated.day
)

select * from int_case_clock
