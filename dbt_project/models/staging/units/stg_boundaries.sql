with latest as (
    select * from {{ source('raw', 'boundary') }}
    {{ latest_statement('boundary') }}
),

stg_boundaries as (
    select
        unit_code,
        outline,
        stated_on,
        _file_sha256 as file_sha256,
        _line as line
    from latest
)

select * from stg_boundaries
