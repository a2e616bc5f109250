with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'unit_succession') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded(['old_code', 'new_code', 'effective_date']) }}
),

stg_unit_successions as (
    select
        old_code,
        new_code,
        effective_date,
        kind,
        weight
    from latest
)

select * from stg_unit_successions
