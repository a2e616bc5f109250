with notices as (
    select * from {{ source('raw', 'notice') }}
),

stg_notices as (
    select
        file_sha256,
        file_name,
        code,
        params,
        n_rows,
        lines,
        noticed_at
    from notices
)

select * from stg_notices
