with thresholds as (
    select * from {{ source('rules', 'thresholds') }}
),

stg_thresholds as (
    select
        threshold,
        unit,
        name_vi,
        name_en,
        source,
        value,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from thresholds
)

select * from stg_thresholds
