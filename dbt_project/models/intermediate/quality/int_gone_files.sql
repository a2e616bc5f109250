with known as (
    select * from {{ ref('stg_previous_files') }}
),

files as (
    select * from {{ ref('stg_files') }}
    where status = 'loaded'
),

-- taken out since, or loaded again
gone as (
    select
        k.*,
        count(*) over (partition by k.kind) as n_of_kind
    from known as k
    left join files as f
        on k.file_sha256 = f.file_sha256 and k.loaded_at = f.loaded_at
    where f.file_sha256 is null
),

int_gone_files as (
    select
        kind as subject,
        file_sha256,
        file_name
    from gone
    -- one of several may have held denunciations alone
    where
        file_name is not null
        and (kind <> 'petition' or n_of_kind = 1)
)

select * from int_gone_files
