with metrics as (
    select * from {{ ref('metrics') }}
),

dim_metrics as (
    select
        metric_id,
        name_vi,
        name_en,
        meaning_vi,
        formula,
        unit,
        cast(decimals as integer) as decimals,
        better_direction,
        denominator,
        cast(min_n as integer) as min_n,
        legal_basis,
        cast(version as integer) as version
    from metrics
)

select * from dim_metrics
