with checks as (
    select * from {{ ref('int_readiness_checks') }}
),

fct_readiness_checks as (
    select
        unit_key || '/' || requirement_code || '/' || checked_on as check_key,
        unit_key,
        requirement_code,
        checked_on,
        is_met,
        row_number() over (
            partition by unit_key, requirement_code
            order by checked_on desc
        ) = 1 as is_latest
    from checks
    where unit_key is not null
)

select * from fct_readiness_checks
