with occasions as (
    select * from {{ ref('fct_letter_occasions') }}
),

rules as (
    select * from {{ ref('stg_letter_rules') }}
),

units as (
    select * from {{ ref('int_units') }}
),

calendar as (
    select * from {{ ref('int_calendar_days') }}
),

own_calendars as (
    select distinct calendar_code from calendar
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- the first letter about a matter, and the first reason stated for none
answered as (
    select
        letter_kind,
        case when case_code is null then 'petition' else 'case' end as about,
        coalesce(case_code, petition_code) as matter_code,
        min(case when exempt_reason is null then sent_on end) as sent_on,
        min(exempt_reason) as exempt_reason
    from {{ ref('int_letters') }}
    where
        unit_key is not null
        and not coalesce(is_day_impossible or is_of_other_unit, false)
    group by
        letter_kind,
        case when case_code is null then 'petition' else 'case' end,
        coalesce(case_code, petition_code)
),

-- the rule of the day decides; a unit owes nothing before it began
ruled as (
    select
        o.*,
        r.letter_kind,
        r.n_days,
        r.day_kind,
        coalesce(r.late_days_from, 0) as late_days_from,
        case
            when o.occasion in ('late_case', 'birth', 'marriage', 'death')
                then 'case'
            else 'petition'
        end as about,
        coalesce(c.calendar_code, 'province') as calendar_code
    from occasions as o
    inner join rules as r
        on o.occasion = r.occasion and {{ holds_on('r', 'o.occasion_on') }}
    inner join units as u on o.unit_key = u.unit_key
    left join own_calendars as c on u.unit_code = c.calendar_code
    where
        u.model_start_date is null
        or o.occasion_on >= u.model_start_date
),

numbered as (
    select
        r.*,
        a.data_as_of,
        started.working_day_no as started_no,
        coalesce(
            r.late_working_days, today.working_day_no - started.working_day_no
        ) as n_late_days
    from ruled as r
    cross join as_of as a
    left join calendar as started
        on
            r.calendar_code = started.calendar_code
            and r.occasion_on = started.day
    left join calendar as today
        on
            r.calendar_code = today.calendar_code
            and a.data_as_of = today.day
),

owed as (
    select
        n.*,
        case
            when n.n_days = 0 then n.occasion_on
            when n.day_kind = 'calendar'
                then {{ add_days('n.occasion_on', 'n.n_days') }}
            else ends.day
        end as due_on
    from numbered as n
    left join calendar as ends
        on
            n.calendar_code = ends.calendar_code
            and n.started_no + n.n_days = ends.working_day_no
            and ends.is_working
            and n.day_kind = 'working'
    where
        n.occasion <> 'late_case'
        or coalesce(n.n_late_days, 0) >= n.late_days_from
),

answers as (
    select
        o.*,
        s.sent_on,
        coalesce(o.exempt_reason, s.exempt_reason) as why_exempt
    from owed as o
    left join answered as s
        on
            o.letter_kind = s.letter_kind
            and o.about = s.about
            and o.matter_code = s.matter_code
    -- a matter that calls twice for one kind of letter gets one, the first due
    qualify row_number() over (
        partition by o.letter_kind, o.about, o.matter_code
        order by o.due_on asc nulls last, o.occasion asc
    ) = 1
),

fct_owed_letters as (
    select
        letter_kind || '/' || occasion || '/' || matter_code as owed_key,
        letter_kind,
        occasion,
        about,
        matter_code,
        unit_key,
        answering_unit_key,
        procedure_code,
        occasion_on,
        due_on,
        sent_on,
        why_exempt as exempt_reason,
        case
            when why_exempt is not null then 'exempt'
            when sent_on <= coalesce(due_on, sent_on) then 'in_time'
            when sent_on is not null then 'sent_late'
            when due_on < data_as_of then 'missing'
            else 'waiting'
        end as state
    from answers
)

select * from fct_owed_letters
