with calendar as (
    select * from {{ ref('int_calendar_days') }}
),

dim_calendar_days as (
    select
        calendar_code,
        day,
        is_working,
        calendar_source
    from calendar
)

select * from dim_calendar_days
