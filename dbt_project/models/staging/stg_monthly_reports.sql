with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'monthly_report') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded(['unit_code', 'month', 'field']) }}
),

stg_monthly_reports as (
    select
        unit_code,
        cast(date_trunc('month', month) as date) as month,
        -- an empty field is the whole unit
        coalesce(field, 'all') as field,
        n_received,
        n_finished_on_time,
        n_finished_late,
        n_open_on_time,
        n_open_overdue
    from latest
)

select * from stg_monthly_reports
