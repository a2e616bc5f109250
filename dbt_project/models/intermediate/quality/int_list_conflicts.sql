with stated as (
    select * from {{ ref('stg_list_rows') }}
),

-- of one thing, rows that differ and neither is known to be the later
int_list_conflicts as (
    select
        row_kind,
        row_key,
        file_sha256,
        line,
        stated_on,
        is_latest_statement,
        count(*) over (partition by row_kind, row_key) as n_candidates
    from stated
    where is_candidate
    qualify count(*) over (partition by row_kind, row_key) > 1
)

select * from int_list_conflicts
