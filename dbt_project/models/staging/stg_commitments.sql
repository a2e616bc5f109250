with rows_of_files as (
    select
        r.*,
        f.file_no
    from {{ source('raw', 'commitment') }} as r
    inner join {{ ref('stg_files') }} as f on r._file_sha256 = f.file_sha256
),

latest as (
    select * from rows_of_files
    {{ latest_loaded(['officer_code', 'signed_on', 'commitment_set']) }}
),

stg_commitments as (
    select
        officer_code,
        signed_on,
        commitment_set
    from latest
)

select * from stg_commitments
