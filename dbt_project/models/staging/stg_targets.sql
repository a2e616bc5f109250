with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'target') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded(['unit_code', 'indicator', 'period']) }}
),

stg_targets as (
    select
        unit_code,
        indicator,
        period,
        planned,
        achieved
    from latest
)

select * from stg_targets
