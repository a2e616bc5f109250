with reports as (
    select
        *,
        {{ is_impossible_day('month', 'known_on') }} as is_day_impossible,
        {{ odd_number('monthly_report') }}
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
        {{ possible_number('monthly_report', 'n_received', 'r') }}
            as n_received,
        {{ possible_number('monthly_report', 'n_finished_on_time', 'r') }}
            as n_finished_on_time,
        {{ possible_number('monthly_report', 'n_finished_late', 'r') }}
            as n_finished_late,
        {{ possible_number('monthly_report', 'n_open_on_time', 'r') }}
            as n_open_on_time,
        {{ possible_number('monthly_report', 'n_open_overdue', 'r') }}
            as n_open_overdue,
        r.file_sha256,
        r.line,
        r.is_day_impossible,
        r.odd_column,
        r.odd_number,
        u.unit_key
    from reports as r
    left join units as u
        on
            {{ is_unit_named('r.unit_code', 'last_day(r.month)') }}
            and not r.is_day_impossible
            and r.odd_column is null
)

select * from int_monthly_reports
