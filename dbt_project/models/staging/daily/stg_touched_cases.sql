{{ config(materialized='table', tags=['touched']) }}

with files as (
    select * from {{ ref('stg_new_files') }}
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
