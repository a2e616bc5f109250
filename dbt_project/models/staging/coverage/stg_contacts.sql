with latest as (
    select * from {{ source('raw', 'contact') }}
    {{ latest_statement('contact') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_contacts as (
    select
        l.wave_code,
        l.ballot_id,
        l.unit_code,
        l.interviewer_code,
        l.asked_at,
        cast(l.asked_at as date) as asked_on,
        l.attempt,
        l.outcome,
        l.minutes,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_contacts
