with files as (
    select * from {{ ref('stg_files') }}
),

kinds as (
    select * from {{ ref('stg_file_kinds') }}
),

dq_loads as (
    select
        f.file_sha256 || '/' || coalesce(k.kind, '') as load_key,
        f.file_sha256,
        f.file_name,
        f.spec_name,
        f.status,
        f.reason,
        f.is_simulated,
        f.loaded_at,
        f.n_source_rows,
        f.n_skipped_rows,
        k.kind,
        k.n_read,
        k.n_loaded,
        k.n_duplicate,
        k.n_refused
    from files as f
    left join kinds as k on f.file_sha256 = k.file_sha256
)

select * from dq_loads
