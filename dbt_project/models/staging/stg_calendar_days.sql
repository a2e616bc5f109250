with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'calendar_day') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded(['day', 'unit_code']) }}
),

stg_calendar_days as (
    select
        day,
        unit_code,
        is_working
    from latest
)

select * from stg_calendar_days
