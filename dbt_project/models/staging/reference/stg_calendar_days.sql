with latest as (
    select * from {{ source('raw', 'calendar_day') }}
    {{ latest_statement('calendar_day') }}
),

stg_calendar_days as (
    select
        day,
        unit_code,
        is_working,
        _file_sha256 as file_sha256,
        _line as line
    from latest
)

select * from stg_calendar_days
