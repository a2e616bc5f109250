with checks as (
    select * from {{ ref('int_readiness_checks') }}
),

requirements as (
    select distinct requirement_code from {{ ref('stg_requirements') }}
),

fct_readiness_checks as (
    select
        c.unit_key || '/' || c.requirement_code || '/' || c.checked_on
            as check_key,
        c.unit_key,
        c.requirement_code,
        c.checked_on,
        c.is_met
    from checks as c
    inner join requirements as r on c.requirement_code = r.requirement_code
    where c.unit_key is not null
)

select * from fct_readiness_checks
