{{ config(materialized='table', tags=['touched']) }}

with files as (
    select * from {{ ref('stg_new_files') }}
),

-- a ballot follows its dossier: office, procedure, channel and officer
named as (
    select
        a.wave_code,
        a.ballot_id,
        true as is_delivered
    from {{ source('raw', 'answer') }} as a
    semi join files as f on a._file_sha256 = f.file_sha256
    union
    select
        a.wave_code,
        a.ballot_id,
        false as is_delivered
    from {{ source('raw', 'answer') }} as a
    semi join {{ ref('stg_touched_cases') }} as t on a.case_code = t.case_code
),

stg_touched_ballots as (
    select
        wave_code,
        ballot_id,
        -- a new file speaks of the ballot itself
        bool_or(is_delivered) as is_delivered
    from named
    group by wave_code, ballot_id
)

select * from stg_touched_ballots
