{{ config(tags=['touched']) }}

with pauses as (
    select * from {{ ref('int_case_pauses') }}
),

promises as (
    select * from {{ ref('int_case_promises') }}
    where case_code in (select p.case_code from pauses as p)
),

calendar as (
    select * from {{ ref('int_calendar_days') }}
),

-- the clock of a dossier runs from its receipt to its end, and so do its pauses
clipped as (
    select
        p.case_code,
        p.stretch_no,
        p.n_pauses,
        c.calendar_code,
        cast(c.promised_at as date) as promised_on,
        greatest(p.first_day, cast(c.received_at as date)) as first_day,
        least(
            p.last_day,
            cast(coalesce(c.first_finished_at, c.extracted_on) as date)
        ) as last_day
    from pauses as p
    inner join promises as c on p.case_code = c.case_code
),

numbered as (
    select
        c.*,
        began.working_day_no as began_no,
        promise.working_day_no as promised_no,
        coalesce(
            greatest(ended.working_day_no - began.working_day_no, 0), 0
        ) as n_days
    from clipped as c
    left join calendar as began
        on c.calendar_code = began.calendar_code and c.first_day = began.day
    left join calendar as ended
        on c.calendar_code = ended.calendar_code and c.last_day = ended.day
    left join calendar as promise
        on
            c.calendar_code = promise.calendar_code
            and c.promised_on = promise.day
),

added as (
    select
        *,
        coalesce(sum(n_days) over (
            partition by case_code
            order by stretch_no
            rows between unbounded preceding and 1 preceding
        ), 0) as n_days_before
    from numbered
),

-- a pause that begins after the promise is broken mends nothing
int_case_paused_days as (
    select
        case_code,
        sum(case
            when
                promised_on is null
                or first_day <= promised_on
                or (
                    n_days_before > 0
                    and began_no <= promised_no + n_days_before
                )
                then n_days
            else 0
        end) as paused_working_days,
        sum(n_pauses) as n_pauses
    from added
    group by case_code
)

select * from int_case_paused_days
