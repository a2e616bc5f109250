with latest as (
    select * from {{ source('raw', 'training') }}
    {{ told_last('training') }}
),

stg_trainings as (
    select
        officer_code,
        topic,
        held_on
    from latest
)

select * from stg_trainings
