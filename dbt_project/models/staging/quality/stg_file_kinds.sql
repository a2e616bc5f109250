with file_kinds as (
    select * from {{ source('raw', 'file_kind') }}
),

stg_file_kinds as (
    select
        file_sha256,
        kind,
        n_read,
        n_loaded,
        n_duplicate,
        n_refused
    from file_kinds
)

select * from stg_file_kinds
