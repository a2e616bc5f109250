with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'unit') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded(['unit_code', 'valid_from']) }}
),

stg_units as (
    select
        unit_code || '@' || cast(valid_from as varchar) as unit_key,
        unit_code,
        unit_name,
        level as unit_level,
        parent_code,
        valid_from,
        valid_to,
        model_start_date
    from latest
)

select * from stg_units
