with latest as (
    select * from {{ source('raw', 'unit_alias') }}
    {{ latest_statement('unit_alias') }}
),

stg_unit_aliases as (
    select
        alias,
        unit_code,
        _file_sha256 as file_sha256,
        _line as line
    from latest
)

select * from stg_unit_aliases
