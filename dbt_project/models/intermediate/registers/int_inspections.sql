with inspections as (
    select * from {{ ref('stg_inspections') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_inspections as (
    select
        i.unit_code,
        i.held_on,
        i.is_led_by_head,
        i.is_surprise,
        i.n_findings,
        i.n_closed,
        u.unit_key
    from inspections as i
    left join units as u
        on {{ is_unit_named('i.unit_code', 'i.held_on') }}
)

select * from int_inspections
