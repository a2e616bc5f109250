with files as (
    select * from {{ ref('stg_files') }}
),

known as (
    select * from {{ ref('stg_previous_files') }}
),

cases as (
    select * from {{ ref('stg_case_rows') }}
),

petitions as (
    select * from {{ ref('stg_petitions') }}
    -- who hears of a file of denunciations hears too much
    where kind <> 'denunciation'
),

answers as (
    select * from {{ ref('int_answers') }}
),

kinds as (
    select * from {{ ref('stg_file_kinds') }}
    where kind not in ('case', 'petition', 'answer')
),

-- files that came since the build before, as that build knew its files
newer as (
    select f.*
    from files as f
    left join known as k
        on f.file_sha256 = k.file_sha256 and f.loaded_at = k.loaded_at
    where
        f.status = 'loaded'
        and k.file_sha256 is null
        and exists (select 1 from known)
),

named as (
    select distinct
        'case' as subject,
        '' as wave_code,
        case_code as code,
        file_sha256
    from cases
    union all
    select
        'petition' as subject,
        '' as wave_code,
        petition_code as code,
        file_sha256
    from petitions
    union all
    select distinct
        'answer' as subject,
        wave_code,
        ballot_id as code,
        file_sha256
    from answers
    union all
    -- lists and registers: told as a whole
    select
        kind as subject,
        '' as wave_code,
        '' as code,
        file_sha256
    from kinds
),

int_restating_rows as (
    select
        r.subject,
        r.wave_code,
        r.code,
        n.file_sha256,
        n.file_name
    from named as r
    inner join newer as n on r.file_sha256 = n.file_sha256
)

select * from int_restating_rows
