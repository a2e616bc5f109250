with latest as (
    select * from {{ source('raw', 'procedure_review') }}
    {{ latest_statement('procedure_review') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

stg_procedure_reviews as (
    select
        l.procedure_code,
        l.reviewed_on,
        l.unit_code,
        l.result,
        l.days_saved,
        l._file_sha256 as file_sha256,
        l._line as line,
        -- what it tells of was known by then
        coalesce(l.stated_on, f.delivered_on) as known_on
    from latest as l
    inner join files as f on l._file_sha256 = f.file_sha256
)

select * from stg_procedure_reviews
