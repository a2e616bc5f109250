with trainings as (
    select * from {{ ref('int_trainings') }}
),

fct_trainings as (
    select
        md5(concat_ws('|', officer_code, topic, held_on)) as training_key,
        officer_code,
        unit_key,
        topic,
        held_on
    from trainings
    where unit_key is not null
)

select * from fct_trainings
