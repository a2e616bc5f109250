with files as (
    select * from {{ source('raw', 'file') }}
),

stg_files as (
    select
        -- ids
        file_sha256,
        row_number() over (order by loaded_at, file_sha256) as file_no,

        -- text
        file_name,
        spec_name,
        status,
        reason,

        -- numbers
        size_bytes,
        n_source_rows,
        n_skipped_rows,

        -- times
        is_simulated,
        loaded_at
    from files
)

select * from stg_files
