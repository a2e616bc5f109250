with latest as (
    select * from {{ source('raw', 'monthly_report') }}
    {{ told_last('monthly_report') }}
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
