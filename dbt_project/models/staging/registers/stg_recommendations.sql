with latest as (
    select * from {{ source('raw', 'recommendation') }}
    {{ latest_statement('recommendation') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_recommendations as (
    select
        l.recommendation_code,
        l.unit_code,
        l.given_on,
        coalesce(l.given_by, 'other') as given_by,
        l.due_on,
        l.answered_on,
        l.done_on,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_recommendations
