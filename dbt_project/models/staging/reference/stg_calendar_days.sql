with latest as (
    select * from {{ source('raw', 'calendar_day') }}
    {{ told_last('calendar_day') }}
),

stg_calendar_days as (
    select
        day,
        unit_code,
        is_working
    from latest
)

select * from stg_calendar_days
