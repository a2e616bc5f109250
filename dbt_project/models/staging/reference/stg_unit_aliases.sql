with latest as (
    select * from {{ source('raw', 'unit_alias') }}
    {{ told_last('unit_alias') }}
),

stg_unit_aliases as (
    select
        alias,
        unit_code
    from latest
)

select * from stg_unit_aliases
