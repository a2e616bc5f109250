with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'offered') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded(['wave_code', 'unit_code', 'day', 'channel']) }}
),

stg_offered as (
    select
        wave_code,
        unit_code,
        day,
        coalesce(channel, 'none') as channel,
        n_offered
    from latest
)

select * from stg_offered
