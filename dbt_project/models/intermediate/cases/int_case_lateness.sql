{{ config(materialized='view', tags=['touched']) }}

with cases as (
    select
        *,
        coalesce(first_finished_at, cast(extracted_on as timestamp))
            as ended_at
    from {{ ref('int_case_clock') }}
),

judged as (
    select
        *,
        finished_at is not null
        or {{ is_end_status('status') }} as is_closed,
        {{ is_after_promise('finished_at', 'due_at') }} as is_after_due,
        {{ is_after_promise('ended_at', 'promised_at') }} as is_after_promise,
        -- on the last day of the pauses the hour decides
        promised_at > date_trunc('day', promised_at)
        and {{ second_of_day('ended_at') }}
        > {{ second_of_day('promised_at') }} as is_after_hour
    from cases
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

-- verdicts; null where the case is not in the denominator
int_case_lateness as (
    select
        *,
        case
            when not is_finished_with_due then null
            else coalesce(source_is_late, is_after_due, false)
        end as is_late_official,
        case
            when is_finished_with_due then is_past_promise
        end as is_late_strict,
        not is_closed and coalesce(is_past_promise, false) as is_overdue,
        case
            when is_finished_with_due
                then cast(greatest(
                    working_days_after_promise - paused_working_days, 0
                ) as integer)
        end as late_working_days,
        coalesce(due_shift_working_days > paused_working_days, false)
        or coalesce(finished_at <> first_finished_at, false)
            as has_rewritten_dates
    from counted
)

select * from int_case_lateness
