with cases as (
    select * from {{ ref('fct_cases') }}
),

fct_watched_cases as (
    select
        case_code,
        receiving_unit_key,
        coalesce(officer_code, 'none') as officer_code,
        procedure_code,
        received_at,
        due_at,
        promised_at,
        finished_at,
        is_closed,
        is_late_official,
        is_late_strict,
        is_overdue,
        late_working_days,
        has_rewritten_dates
    from cases
    where not is_closed or is_late_official or is_late_strict
)

select * from fct_watched_cases
order by receiving_unit_key, promised_at
