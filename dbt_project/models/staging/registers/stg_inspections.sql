with latest as (
    select * from {{ source('raw', 'inspection') }}
    {{ told_last('inspection') }}
),

stg_inspections as (
    select
        unit_code,
        held_on,
        led_by_head as is_led_by_head,
        surprise as is_surprise,
        n_findings,
        n_closed
    from latest
)

select * from stg_inspections
