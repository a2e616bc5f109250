{{ config(materialized='table', tags=['touched']) }}

with published_files as (
    select * from {{ source('published', 'dq_loads') }}
    where status = 'loaded'
),

files as (
    select f.file_sha256
    from {{ source('raw', 'file') }} as f
    anti join published_files as p on f.file_sha256 = p.file_sha256
    where f.status = 'loaded' and {{ 'true' if is_daily() else 'false' }}
),

-- a pause without an end lasts until the day the data speak of, so it grows
stg_touched_cases as (
    select c.case_code
    from {{ source('raw', 'case') }} as c
    inner join files as f on c._file_sha256 = f.file_sha256
    union
    select s.case_code
    from {{ source('raw', 'case_step') }} as s
    inner join files as f on s._file_sha256 = f.file_sha256
    union
    select s.case_code
    from {{ source('raw', 'case_step') }} as s
    where
        s.is_paused and s.ended_at is null
        and {{ 'true' if is_daily() else 'false' }}
)

select * from stg_touched_cases
