with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'index_mark') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded([
        'index_code', 'component', 'period',
        'case when officer_code is null then unit_code end', 'officer_code',
    ]) }}
),

stg_index_marks as (
    select
        index_code,
        component,
        period,
        unit_code,
        officer_code,
        self_score,
        verified_score
    from latest
)

select * from stg_index_marks
