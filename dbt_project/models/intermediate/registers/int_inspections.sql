with inspections as (
    select
        *,
        {{ is_impossible_day('held_on', 'known_on') }} as is_day_impossible,
        {{ odd_number('inspection') }}
    from {{ ref('stg_inspections') }}
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
        {{ possible_number('inspection', 'n_findings', 'i') }} as n_findings,
        {{ possible_number('inspection', 'n_closed', 'i') }} as n_closed,
        i.file_sha256,
        i.line,
        i.is_day_impossible,
        i.odd_column,
        i.odd_number,
        u.unit_key
    from inspections as i
    left join units as u
        on
            {{ is_unit_named('i.unit_code', 'i.held_on') }}
            and not i.is_day_impossible
            and i.odd_column is null
)

select * from int_inspections
