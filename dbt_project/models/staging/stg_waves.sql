with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'wave') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded(['wave_code']) }}
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
        planned_n
    from latest
)

select * from stg_waves
