with latest as (
    select * from {{ source('raw', 'monthly_report') }}
    {{ latest_statement('monthly_report') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_monthly_reports as (
    select
        l.unit_code,
        cast(date_trunc('month', l.month) as date) as month,
        -- an empty field is the whole unit
        coalesce(l.field, 'all') as field,
        l.n_received,
        l.n_finished_on_time,
        l.n_finished_late,
        l.n_open_on_time,
        l.n_open_overdue,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_monthly_reports
