{{ config(materialized='table', tags=['touched']) }}

with published_files as (
    select * from {{ source('published', 'dq_loads') }}
    where status = 'loaded'
),

files as (
    select f.file_sha256
    from {{ source('raw', 'file') }} as f
    anti join published_files as p on f.file_sha256 = p.file_sha256
    where f.status = 'loaded' and {{ 'true' if is_daily() else 'false' }}
),

-- a ballot follows its dossier: office, procedure, channel and officer
stg_touched_ballots as (
    select distinct
        wave_code,
        ballot_id
    from {{ source('raw', 'answer') }}
    where
        _file_sha256 in (select f.file_sha256 from files as f)
        or case_code in (
            select t.case_code from {{ ref('stg_touched_cases') }} as t
        )
)

select * from stg_touched_ballots
