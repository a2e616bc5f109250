with latest as (
    select * from {{ source('raw', 'training') }}
    {{ latest_statement('training') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_trainings as (
    select
        l.officer_code,
        l.topic,
        l.held_on,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_trainings
