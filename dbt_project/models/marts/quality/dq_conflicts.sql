with conflicts as (
    select * from {{ ref('int_list_conflicts') }}
),

files as (
    select * from {{ ref('stg_files') }}
),

dq_conflicts as (
    select
        c.row_kind,
        c.row_key,
        f.file_name,
        c.line,
        c.file_sha256,
        c.stated_on,
        c.is_latest_statement as is_counted,
        cast(c.n_candidates as integer) as n_candidates
    from conflicts as c
    left join files as f on c.file_sha256 = f.file_sha256
)

select * from dq_conflicts
