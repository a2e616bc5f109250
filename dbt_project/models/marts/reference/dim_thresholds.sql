with thresholds as (
    select * from {{ ref('stg_thresholds') }}
),

dim_thresholds as (
    select
        threshold,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin,
        cast(value as decimal(18, 6)) as value,
        unit,
        name_vi,
        name_en,
        source
    from thresholds
)

select * from dim_thresholds
