with latest as (
    select * from {{ source('raw', 'home_request') }}
    {{ latest_statement('home_request') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_home_requests as (
    select
        l.unit_code,
        l.request_code,
        l.requested_on,
        l.served_on,
        coalesce(l.reason, 'other') as reason,
        l.case_code,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_home_requests
