{{ config(
    materialized='incremental', incremental_strategy='delete+insert',
    unique_key='case_code',
) }}

with cases as (
    select * from {{ ref('int_case_lateness') }}
),

step_officers as (
    select * from {{ ref('int_case_step_officers') }}
),

with_officers as (
    select
        c.*,
        s.n_steps,
        s.n_step_rows,
        coalesce(c.officer_code, s.officer_code) as moment_officer_code,
        case
            when c.officer_code is not null then 'by_case'
            when s.officer_code is not null then 'by_step'
            else 'none'
        end as officer_link
    from cases as c
    left join step_officers as s on c.case_code = s.case_code
),

fct_cases as (
    select
        -- ids
        case_code,
        unit_key,
        receiving_unit_key,
        resolving_unit_key,
        residence_unit_key,
        moment_officer_code as officer_code,
        officer_link,
        procedure_code,
        procedure_group,
        coalesce(channel, 'none') as channel,
        applicant_kind,
        status,

        -- times
        received_at,
        due_at,
        first_due_at,
        legal_due_at,
        promised_at,
        promise_source,
        finished_at,
        first_finished_at,
        returned_at,
        extracted_on,
        -- ended without a day of finish: the last export that shows it open
        case
            when
                finished_at is null
                and status in ('withdrawn', 'rejected', 'stopped')
                then last_open_on
        end as last_open_on,

        -- verdicts
        is_closed,
        is_finished_with_due,
        source_is_late,
        is_late_official,
        is_late_strict,
        is_overdue,
        coalesce(is_reopened, false) as is_reopened,
        -- five years before its list: rather a mistyped year
        coalesce(date_fault, '') <> 'received_day_impossible'
        and {{ days_between('received_at', 'extracted_on') }} > 1826
            as is_received_long_ago,
        -- some sources write "no date yet" as a day decades ahead
        coalesce({{ days_between('received_at', 'due_at') }} > 3653, false)
            as is_due_far_ahead,
        date_fault,

        -- numbers
        cast(paused_working_days as integer) as paused_working_days,
        cast(n_pauses as integer) as n_pauses,
        late_working_days,
        cast(due_shift_working_days as integer) as due_shift_working_days,
        has_rewritten_dates,
        cast(n_versions as integer) as n_versions,
        cast(coalesce(n_steps, 0) as integer) as n_steps,
        cast(coalesce(n_step_rows, 0) as integer) as n_step_rows
    from with_officers
)

select * from fct_cases
order by unit_key, received_at
