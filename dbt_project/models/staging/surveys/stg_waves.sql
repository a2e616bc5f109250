with latest as (
    select * from {{ source('raw', 'wave') }}
    {{ latest_statement('wave') }}
),

stg_waves as (
    select
        wave_code,
        stream,
        owner,
        mode,
        instrument,
        opened_on,
        closed_on,
        {{ possible_number('wave', 'planned_n', 'latest') }} as planned_n,
        _file_sha256 as file_sha256,
        _line as line,
        {{ odd_number('wave') }}
    from latest
)

select * from stg_waves
