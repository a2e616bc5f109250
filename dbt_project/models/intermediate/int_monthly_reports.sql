with reports as (
    select * from {{ ref('stg_monthly_reports') }}
),

units as (
    select * from {{ ref('int_units') }}
),

-- a print-out is made at the end of its month, by the units of that day
int_monthly_reports as (
    select
        r.*,
        u.unit_key
    from reports as r
    left join units as u
        on
            r.unit_code = u.unit_code
            and last_day(r.month) between u.valid_from and u.last_day
)

select * from int_monthly_reports
