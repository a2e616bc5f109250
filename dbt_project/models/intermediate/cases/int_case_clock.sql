{{ config(materialized='view', tags=['touched']) }}

with cases as (
    select * from {{ ref('int_case_latest') }}
),

pauses as (
    select * from {{ ref('int_case_pauses') }}
),

calendar as (
    select * from {{ ref('int_calendar_days') }}
),

own_calendars as (
    select distinct calendar_code from calendar
),

on_calendar as (
    select
        c.*,
        coalesce(o.calendar_code, 'province') as calendar_code,
        coalesce(p.paused_working_days, 0) as paused_working_days,
        coalesce(p.n_pauses, 0) as n_pauses
    from cases as c
    left join own_calendars as o on c.unit_code = o.calendar_code
    left join pauses as p on c.case_code = p.case_code
),

-- the promise: what the first export said, else the limit of the procedure
-- counted in working days after the day of receipt; no limit stays no limit
promised as (
    select
        c.*,
        cast(legal.day as timestamp) as legal_due_at,
        coalesce(c.first_due_at, cast(legal.day as timestamp))
            as promised_at,
        case
            when c.first_due_at is not null then 'first_seen'
            when legal.day is not null then 'computed'
            else 'none'
        end as promise_source
    from on_calendar as c
    left join calendar as received
        on
            c.calendar_code = received.calendar_code
            and cast(c.received_at as date) = received.day
    left join calendar as legal
        on
            received.calendar_code = legal.calendar_code
            and received.working_day_no
            + cast(ceil(c.limit_working_days) as integer)
            = legal.working_day_no
            and legal.is_working
),

-- one set-based join per date to the numbered calendar
int_case_clock as (
    select
        c.*,
        finished.working_day_no - promise.working_day_no
            as working_days_after_promise,
        restated.working_day_no - promise.working_day_no
            as due_shift_working_days
    from promised as c
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
