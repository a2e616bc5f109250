with meetings as (
    select * from {{ ref('stg_meetings') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

-- the unit of the day it was held, else of the day it was planned for
int_meetings as (
    select
        m.kind,
        m.unit_code,
        m.place,
        m.planned_on,
        m.held_on,
        m.is_led_by_head,
        m.n_issues_raised,
        m.n_issues_resolved,
        u.unit_key
    from meetings as m
    left join units as u
        on
            {{ is_unit_named(
                'm.unit_code', 'coalesce(m.held_on, m.planned_on)'
            ) }}
)

select * from int_meetings
