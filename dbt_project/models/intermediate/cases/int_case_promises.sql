{{ config(materialized='view', tags=['touched']) }}

with cases as (
    select * from {{ ref('int_case_latest') }}
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
        coalesce(o.calendar_code, 'province') as calendar_code
    from cases as c
    left join own_calendars as o on c.unit_code = o.calendar_code
),

-- the promise: what the first export said, else the limit of the procedure
-- counted in working days after the day of receipt; no limit stays no limit
int_case_promises as (
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
            -- of the same day: where that is a day off, of the next working day
            and received.working_day_no + case
                when c.limit_working_days > 0
                    then cast(ceil(c.limit_working_days) as integer)
                when c.limit_working_days is null then null
                when received.is_working then 0
                else 1
            end = legal.working_day_no
            and legal.is_working
)

select * from int_case_promises
