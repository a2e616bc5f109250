with petitions as (
    select * from {{ ref('stg_petitions') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

calendar as (
    select * from {{ ref('int_calendar_days') }}
),

own_calendars as (
    select distinct calendar_code from calendar
),

-- the rule in force on the day the matter came in
ruled as (
    select
        p.*,
        u.unit_key,
        coalesce(o.calendar_code, 'province') as calendar_code,
        d.n_days,
        d.day_kind,
        d.long_overdue_days,
        -- what nobody takes up runs from the last day to take it up
        case
            when d.counted_from = 'accepted'
                then coalesce(
                    p.accepted_on,
                    {{ add_days('p.received_on', 'd.accept_days') }}
                )
            else p.received_on
        end as clock_from
    from petitions as p
    left join {{ ref('stg_petition_deadlines') }} as d
        on
            p.kind = d.kind
            and {{ holds_on('d', 'p.received_on') }}
    left join units as u
        on
            {{ is_unit_named('p.unit_code', 'p.received_on') }}
            and coalesce(p.date_fault, '') <> 'received_day_impossible'
    left join own_calendars as o on u.unit_code = o.calendar_code
),

dated as (
    select
        r.*,
        coalesce(
            r.due_on,
            case
                when r.day_kind = 'calendar'
                    then {{ add_days('r.clock_from', 'r.n_days') }}
                else legal.day
            end
        ) as deadline_on,
        case
            when r.due_on is not null then 'source'
            when r.n_days is not null and r.clock_from is not null
                then 'computed'
            else 'none'
        end as deadline_source
    from ruled as r
    left join calendar as started
        on
            r.calendar_code = started.calendar_code
            and r.clock_from = started.day
    left join calendar as legal
        on
            started.calendar_code = legal.calendar_code
            and started.working_day_no + r.n_days = legal.working_day_no
            and legal.is_working
            and r.day_kind = 'working'
),

-- with an impossible day a petition is neither in time nor late
timed as (
    select
        *,
        coalesce(date_fault, '') in ('', 'informed_day_impossible')
            as can_be_timed
    from dated
),

fct_petitions as (
    select
        d.petition_code,
        d.kind,
        d.unit_key,
        d.officer_code,
        d.field,
        coalesce(d.channel, 'none') as channel,
        d.received_on,
        d.accepted_on,
        d.deadline_on as due_on,
        d.deadline_source as due_source,
        d.resolved_on,
        d.informed_on,
        d.outcome,
        d.lodged_level,
        d.competent_level,
        d.source_is_late,
        d.resolved_on is null
        and coalesce(d.date_fault, '') not in (
            'resolved_day_missing', 'resolved_day_impossible'
        ) as is_open,
        d.n_versions,
        d.date_fault,
        case
            when d.can_be_timed
                then coalesce(d.resolved_on, a.data_as_of) > d.deadline_on
        end as is_late,
        d.can_be_timed
        and d.resolved_on is null
        and a.data_as_of > d.deadline_on as is_backlog,
        d.can_be_timed
        and d.resolved_on is null
        and {{ days_between('d.deadline_on', 'a.data_as_of') }}
        > d.long_overdue_days as is_long_overdue,
        case d.lodged_level
            when 'province' then 3 when 'district' then 2
            when 'commune' then 1 when 'centre' then 3
        end > case d.competent_level
            when 'province' then 3 when 'district' then 2
            when 'commune' then 1 when 'centre' then 3
        end as is_over_level,
        case
            when
                d.resolved_on is not null
                and coalesce(d.date_fault, '') <> 'informed_day_impossible'
                then d.informed_on is not null
        end as is_informed,
        case
            when d.outcome is not null
                then d.outcome in ('upheld', 'partly_upheld')
        end as is_upheld,
        coalesce(d.is_reopened, false) as is_reopened,
        -- before its deadline a petition cannot be late: not yet mature
        coalesce(d.can_be_timed and d.deadline_on <= a.data_as_of, false)
            as is_mature
    from timed as d
    cross join as_of as a
)

select * from fct_petitions
