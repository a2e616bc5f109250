with latest as (
    select * from {{ source('raw', 'readiness_check') }}
    {{ told_last('readiness_check') }}
),

stg_readiness_checks as (
    select
        unit_code,
        requirement_code,
        checked_on,
        is_met,
        checked_by
    from latest
)

select * from stg_readiness_checks
