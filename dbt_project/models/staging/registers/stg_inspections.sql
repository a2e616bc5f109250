with latest as (
    select * from {{ source('raw', 'inspection') }}
    {{ latest_statement('inspection') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_inspections as (
    select
        l.unit_code,
        l.held_on,
        l.led_by_head as is_led_by_head,
        l.surprise as is_surprise,
        l.n_findings,
        l.n_closed,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_inspections
