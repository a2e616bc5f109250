with latest as (
    select * from {{ source('raw', 'meeting') }}
    {{ latest_statement('meeting') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_meetings as (
    select
        l.kind,
        l.unit_code,
        l.place,
        l.planned_on,
        l.held_on,
        l.led_by_head as is_led_by_head,
        l.n_issues_raised,
        l.n_issues_resolved,
        l.issues_closed_on,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_meetings
