with files as (
    select * from {{ source('previous', 'files') }}
),

stg_previous_files as (
    select
        file_sha256,
        file_name,
        kind,
        loaded_at
    from files
)

select * from stg_previous_files
