with latest as (
    select * from {{ source('raw', 'officer') }}
    {{ latest_statement('officer') }}
),

stg_officers as (
    select
        officer_code,
        officer_name,
        position,
        unit_code,
        valid_from,
        {{ last_day_in_force('officer_code') }} as last_day,
        _file_sha256 as file_sha256,
        _line as line
    from latest
)

select * from stg_officers
