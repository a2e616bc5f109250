with notices as (
    select * from {{ ref('stg_notices') }}
),

dq_notices as (
    select
        coalesce(file_sha256, file_name) as file_key,
        file_name,
        code,
        params,
        n_rows,
        lines,
        noticed_at
    from notices
)

select * from dq_notices
