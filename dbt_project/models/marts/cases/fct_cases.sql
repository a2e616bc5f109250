{{ config(
    materialized='incremental', incremental_strategy='delete+insert',
    unique_key='case_code',
) }}

with cases as (
    select * from {{ ref('int_case_clock') }}
),

step_officers as (
    select * from {{ ref('int_case_step_officers') }}
),

judged as (
    select
        c.*,
        s.n_steps,
        s.n_step_rows,
        coalesce(c.officer_code, s.officer_code) as moment_officer_code,
        case
            when c.officer_code is not null then 'by_case'
            when s.officer_code is not null then 'by_step'
            else 'none'
        end as officer_link,
        c.finished_at is not null
        or c.status in (
            'finished', 'returned', 'withdrawn', 'rejected', 'stopped'
        ) as is_closed,
        {{ is_after_promise('c.finished_at', 'c.due_at') }} as is_after_due,
        {{ is_after_promise('c.ended_at', 'c.promised_at') }}
            as is_after_promise,
        -- on the last day of the pauses the hour decides
        c.promised_at > date_trunc('day', c.promised_at)
        and {{ second_of_day('c.ended_at') }}
        > {{ second_of_day('c.promised_at') }} as is_after_hour
    from (
        select
            *,
            coalesce(first_finished_at, cast(extracted_on as timestamp))
                as ended_at
        from cases
    ) as c
    left join step_officers as s on c.case_code = s.case_code
),

counted as (
    select
        *,
        -- paused working days stop the clock
        is_after_promise
        and (
            paused_working_days = 0
            or working_days_after_promise > paused_working_days
            or (
                working_days_after_promise = paused_working_days
                and is_after_hour
            )
        ) as is_past_promise,
        -- held against an impossible due date nothing is in time or late
        finished_at is not null and promised_at is not null
        and coalesce(date_fault, '') not in (
            'due_before_received', 'due_day_impossible'
        ) as is_finished_with_due
    from judged
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

        -- verdicts; null where the case is not in the denominator
        is_closed,
        is_finished_with_due,
        source_is_late,
        case
            when not is_finished_with_due then null
            else coalesce(source_is_late, is_after_due, false)
        end as is_late_official,
        case
            when is_finished_with_due then is_past_promise
        end as is_late_strict,
        not is_closed and coalesce(is_past_promise, false) as is_overdue,
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
        case
            when is_finished_with_due
                then cast(greatest(
                    working_days_after_promise - paused_working_days, 0
                ) as integer)
        end as late_working_days,
        cast(due_shift_working_days as integer) as due_shift_working_days,
        coalesce(due_shift_working_days > paused_working_days, false)
        or coalesce(finished_at <> first_finished_at, false)
            as has_rewritten_dates,
        cast(n_versions as integer) as n_versions,
        cast(coalesce(n_steps, 0) as integer) as n_steps,
        cast(coalesce(n_step_rows, 0) as integer) as n_step_rows
    from counted
)

select * from fct_cases
order by unit_key, received_at
