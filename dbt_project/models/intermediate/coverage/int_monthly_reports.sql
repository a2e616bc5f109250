with reports as (
    select
        *,
        {{ is_impossible_day('month', 'known_on') }} as is_day_impossible
    from {{ ref('stg_monthly_reports') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

-- a print-out is made at the end of its month, by the units of that day
int_monthly_reports as (
    select
        coalesce(u.unit_code, r.unit_code) as unit_code,
        r.month,
        r.field,
        r.n_received,
        r.n_finished_on_time,
        r.n_finished_late,
        r.n_open_on_time,
        r.n_open_overdue,
        r.file_sha256,
        r.line,
        r.is_day_impossible,
        u.unit_key
    from reports as r
    left join units as u
        on
            {{ is_unit_named('r.unit_code', 'last_day(r.month)') }}
            and not r.is_day_impossible
)

select * from int_monthly_reports
