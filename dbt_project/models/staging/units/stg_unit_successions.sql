with latest as (
    select * from {{ source('raw', 'unit_succession') }}
    {{ latest_statement('unit_succession') }}
),

stg_unit_successions as (
    select
        old_code,
        new_code,
        effective_date,
        kind,
        {{ possible_number('unit_succession', 'weight', 'latest') }} as weight,
        _file_sha256 as file_sha256,
        _line as line,
        {{ odd_number('unit_succession') }}
    from latest
)

select * from stg_unit_successions
