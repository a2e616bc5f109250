with latest as (
    select * from {{ source('raw', 'target') }}
    {{ told_last('target') }}
),

stg_targets as (
    select
        unit_code,
        indicator,
        period,
        planned,
        achieved
    from latest
)

select * from stg_targets
