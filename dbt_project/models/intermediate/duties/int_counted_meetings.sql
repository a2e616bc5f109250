with meetings as (
    select * from {{ ref('int_meetings') }}
    where unit_key is not null and held_on is not null
),

working as (
    select * from {{ ref('int_unit_working_days') }}
),

-- planned for a day off and held on the next working day, a meeting keeps the
-- day it was planned for
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
            when
                m.planned_on < m.held_on
                and not exists (
                    select 1
                    from working as between_days
                    where
                        between_days.unit_key = m.unit_key
                        and between_days.day >= m.planned_on
                        and between_days.day < m.held_on
                )
                then m.planned_on
            else m.held_on
        end as counted_on
    from meetings as m
)

select * from int_counted_meetings
