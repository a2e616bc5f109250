with meetings as (
    select
        *,
        {{ is_impossible_day('held_on', 'known_on') }}
        or {{ is_impossible_promise('planned_on', 'known_on') }}
        or {{ is_impossible_day('issues_closed_on', 'known_on') }}
        or {{ is_before('issues_closed_on', 'held_on') }}
            as is_day_impossible,
        {{ odd_number('meeting') }}
    from {{ ref('stg_meetings') }}
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
        {{ possible_number('meeting', 'n_issues_raised', 'm') }}
            as n_issues_raised,
        {{ possible_number('meeting', 'n_issues_resolved', 'm') }}
            as n_issues_resolved,
        m.issues_closed_on,
        m.file_sha256,
        m.line,
        m.is_day_impossible,
        m.odd_column,
        m.odd_number,
        u.unit_key
    from meetings as m
    left join units as u
        on
            {{ is_unit_named(
                'm.unit_code', 'coalesce(m.held_on, m.planned_on)'
            ) }}
            and not m.is_day_impossible
            and m.odd_column is null
)

select * from int_meetings
