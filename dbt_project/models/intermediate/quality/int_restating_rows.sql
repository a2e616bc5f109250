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

waves as (
    select * from {{ ref('stg_waves') }}
),

kinds as (
    select
        file_sha256,
        count(*) as n_kinds
    from {{ ref('stg_file_kinds') }}
    group by file_sha256
),

-- a ballot of any but a head's own service wave may wait for the Front
of_others as (
    select distinct a.file_sha256
    from answers as a
    left join waves as w on a.wave_code = w.wave_code
    where
        coalesce(w.stream, '') <> 'service'
        or coalesce(w.owner, '') = 'front'
),

-- files that came since the build before, as that build knew its files; one of
-- several kinds may be of a wave that waits: it is not named
newer as (
    select f.*
    from files as f
    inner join kinds as n on f.file_sha256 = n.file_sha256
    left join known as k
        on f.file_sha256 = k.file_sha256 and f.loaded_at = k.loaded_at
    left join of_others as o on f.file_sha256 = o.file_sha256
    where
        f.status = 'loaded'
        and n.n_kinds = 1
        and k.file_sha256 is null
        and o.file_sha256 is null
        and exists (select 1 from known)
),

named as (
    select distinct
        'cases' as subject,
        '' as wave_code,
        case_code as code,
        file_sha256
    from cases
    union all
    select
        'petitions' as subject,
        '' as wave_code,
        petition_code as code,
        file_sha256
    from petitions
    union all
    select distinct
        'ballots' as subject,
        wave_code,
        ballot_id as code,
        file_sha256
    from answers
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
