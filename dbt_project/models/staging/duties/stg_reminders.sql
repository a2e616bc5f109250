with latest as (
    select * from {{ source('raw', 'reminder') }}
    {{ latest_statement('reminder') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_reminders as (
    select
        l.officer_code,
        l.given_on,
        l.kind,
        coalesce(l.reason, 'other') as reason,
        l.source,
        l.incident_on,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_reminders
