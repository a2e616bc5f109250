with latest as (
    select * from {{ source('raw', 'letter') }}
    {{ latest_statement('letter') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_letters as (
    select
        l.letter_kind,
        l.unit_code,
        l.sent_on,
        l.case_code,
        l.petition_code,
        l.reason,
        l.exempt_reason,
        l.handed_over as is_handed_over,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_letters
