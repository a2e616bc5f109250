with latest as (
    select * from {{ source('raw', 'meeting') }}
    {{ told_last('meeting') }}
),

stg_meetings as (
    select
        kind,
        unit_code,
        place,
        planned_on,
        held_on,
        led_by_head as is_led_by_head,
        n_issues_raised,
        n_issues_resolved
    from latest
)

select * from stg_meetings
