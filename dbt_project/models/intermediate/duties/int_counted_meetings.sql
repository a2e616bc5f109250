with meetings as (
    select * from {{ ref('int_meetings') }}
    where unit_key is not null and held_on is not null
),

working as (
    select * from {{ ref('int_unit_working_days') }}
),

-- planned for a day off and held on the next working day, a meeting keeps the
-- day it was planned for
-- meetings held later than planned though a working day lay between
put_off as (
    select distinct
        m.unit_key,
        m.planned_on,
        m.held_on
    from meetings as m
    inner join working as d
        on
            m.unit_key = d.unit_key
            and m.planned_on <= d.day
            and m.held_on > d.day
),

int_counted_meetings as (
    select
        concat_ws(
            '|', m.kind, m.unit_code, coalesce(m.planned_on, m.held_on),
            coalesce(m.place, '')
        ) as meeting_key,
        m.unit_key,
        m.kind,
        m.is_led_by_head,
        m.held_on,
        case
            when m.planned_on < m.held_on and p.unit_key is null
                then m.planned_on
            else m.held_on
        end as counted_on
    from meetings as m
    left join put_off as p
        on
            m.unit_key = p.unit_key
            and m.planned_on = p.planned_on
            and m.held_on = p.held_on
)

select * from int_counted_meetings
