with indicators as (
    select * from {{ source('rules', 'indicators') }}
),

stg_indicators as (
    select
        indicator,
        direction,
        unit,
        source,
        measure,
        name_vi,
        name_en,
        legal_basis,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from indicators
)

select * from stg_indicators
