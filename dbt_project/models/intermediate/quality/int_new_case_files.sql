with files as (
    select * from {{ ref('stg_files') }}
),

known as (
    select * from {{ ref('stg_previous_files') }}
),

cases as (
    select * from {{ ref('stg_case_rows') }}
),

-- a file that also holds ballots may be of a wave that waits: it is not named
kinds as (
    select
        file_sha256,
        count(*) as n_kinds
    from {{ ref('stg_file_kinds') }}
    group by file_sha256
),

-- files that came since the build before, as that build knew its files
newer as (
    select f.*
    from files as f
    inner join kinds as n on f.file_sha256 = n.file_sha256
    left join known as k
        on f.file_sha256 = k.file_sha256 and f.loaded_at = k.loaded_at
    where
        f.status = 'loaded'
        and n.n_kinds = 1
        and k.file_sha256 is null
        and exists (select 1 from known)
),

int_new_case_files as (
    select distinct
        c.case_code,
        n.file_sha256,
        n.file_name
    from cases as c
    inner join newer as n on c.file_sha256 = n.file_sha256
)

select * from int_new_case_files
