with checks as (
    select * from {{ ref('stg_readiness_checks') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_readiness_checks as (
    select
        c.unit_code,
        c.requirement_code,
        c.checked_on,
        c.is_met,
        u.unit_key
    from checks as c
    left join units as u
        on {{ is_unit_named('c.unit_code', 'c.checked_on') }}
)

select * from int_readiness_checks
