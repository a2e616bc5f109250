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
named as (
    select
        a.wave_code,
        a.ballot_id,
        true as is_told
    from {{ source('raw', 'answer') }} as a
    semi join files as f on a._file_sha256 = f.file_sha256
    union
    select
        a.wave_code,
        a.ballot_id,
        false as is_told
    from {{ source('raw', 'answer') }} as a
    semi join {{ ref('stg_touched_cases') }} as t on a.case_code = t.case_code
),

stg_touched_ballots as (
    select
        wave_code,
        ballot_id,
        -- a new file speaks of the ballot itself
        bool_or(is_told) as is_told
    from named
    group by wave_code, ballot_id
)

select * from stg_touched_ballots
