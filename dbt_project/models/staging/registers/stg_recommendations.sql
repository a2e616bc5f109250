with latest as (
    select * from {{ source('raw', 'recommendation') }}
    {{ told_last('recommendation') }}
),

stg_recommendations as (
    select
        recommendation_code,
        unit_code,
        given_on,
        coalesce(given_by, 'other') as given_by,
        due_on,
        answered_on,
        done_on
    from latest
)

select * from stg_recommendations
