with files as (
    select * from {{ source('raw', 'file') }}
),

deliveries as (
    select * from {{ source('raw', 'delivery') }}
),

-- the ledger keeps UTC; a file of after midnight is of that day in Vietnam
stg_files as (
    select
        -- ids
        f.file_sha256,
        row_number() over (order by f.loaded_at, f.file_sha256) as file_no,

        -- text
        f.file_name,
        f.spec_name,
        f.status,
        f.reason,

        -- numbers
        f.size_bytes,
        f.n_source_rows,
        f.n_skipped_rows,

        -- times
        f.is_simulated,
        f.loaded_at,
        coalesce(d.delivered_at, f.loaded_at) as delivered_at,
        cast(
            coalesce(d.delivered_at, f.loaded_at) + interval 7 hour as date
        ) as delivered_on
    from files as f
    left join deliveries as d on f.file_sha256 = d.file_sha256
)

select * from stg_files
