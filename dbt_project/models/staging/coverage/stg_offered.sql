with latest as (
    select * from {{ source('raw', 'offered') }}
    {{ told_last('offered') }}
),

stg_offered as (
    select
        wave_code,
        unit_code,
        day,
        coalesce(channel, 'none') as channel,
        n_offered
    from latest
)

select * from stg_offered
