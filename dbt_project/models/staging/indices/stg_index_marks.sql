with latest as (
    select * from {{ source('raw', 'index_mark') }}
    {{ latest_statement('index_mark') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_index_marks as (
    select
        l.index_code,
        l.component,
        l.period,
        l.unit_code,
        l.officer_code,
        l.self_score,
        l.verified_score,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_index_marks
