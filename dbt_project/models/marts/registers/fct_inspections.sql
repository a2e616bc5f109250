with inspections as (
    select * from {{ ref('int_inspections') }}
    where unit_key is not null
),

fct_inspections as (
    select
        unit_key || '/' || held_on as inspection_key,
        unit_key,
        held_on,
        is_led_by_head,
        is_surprise,
        cast(n_findings as integer) as n_findings,
        cast(n_closed as integer) as n_closed
    from inspections
)

select * from fct_inspections
