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
        on
            c.unit_code = u.unit_reference
            and c.checked_on between u.valid_from and u.last_day
)

select * from int_readiness_checks
