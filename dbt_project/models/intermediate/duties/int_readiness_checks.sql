with checks as (
    select
        *,
        {{ is_impossible_day('checked_on', 'known_on') }} as is_day_impossible
    from {{ ref('stg_readiness_checks') }}
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
        c.file_sha256,
        c.line,
        c.is_day_impossible,
        u.unit_key
    from checks as c
    left join units as u
        on
            {{ is_unit_named('c.unit_code', 'c.checked_on') }}
            and not c.is_day_impossible
)

select * from int_readiness_checks
