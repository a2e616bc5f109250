with latest as (
    select * from {{ source('raw', 'readiness_check') }}
    {{ latest_statement('readiness_check') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_readiness_checks as (
    select
        l.unit_code,
        l.requirement_code,
        l.checked_on,
        l.is_met,
        l.checked_by,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_readiness_checks
