with latest as (
    select * from {{ source('raw', 'commitment') }}
    {{ latest_statement('commitment') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_commitments as (
    select
        l.officer_code,
        l.signed_on,
        l.commitment_set,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_commitments
