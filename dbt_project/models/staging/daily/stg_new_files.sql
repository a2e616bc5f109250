{{ config(tags=['touched']) }}

with files as (
    select * from {{ source('raw', 'file') }}
    where status = 'loaded' and {{ 'true' if is_daily() else 'false' }}
),

published_files as (
    select * from {{ source('published', 'dq_loads') }}
    where status = 'loaded'
),

stg_new_files as (
    select f.file_sha256
    from files as f
    anti join published_files as p on f.file_sha256 = p.file_sha256
)

select * from stg_new_files
