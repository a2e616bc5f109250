with latest as (
    select * from {{ source('raw', 'unit') }}
    {{ latest_statement('unit') }}
),

stg_units as (
    select
        unit_code || '@' || cast(valid_from as string) as unit_key,
        unit_code,
        unit_name,
        level as unit_level,
        parent_code,
        valid_from,
        valid_to,
        model_start_date,
        _file_sha256 as file_sha256,
        _line as line
    from latest
)

select * from stg_units
