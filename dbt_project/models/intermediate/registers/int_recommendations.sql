with recommendations as (
    select * from {{ ref('stg_recommendations') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_recommendations as (
    select
        r.recommendation_code,
        r.unit_code,
        r.given_on,
        r.given_by,
        r.due_on,
        r.answered_on,
        r.done_on,
        u.unit_key
    from recommendations as r
    left join units as u
        on {{ is_unit_named('r.unit_code', 'r.given_on') }}
)

select * from int_recommendations
