{{ config(materialized='table', tags=['touched']) }}

with answers as (
    select * from {{ ref('stg_answers') }}
),

-- empty in a full build, as the list of touched ballots is
stg_touched_answers as (
    select a.*
    from answers as a
    semi join {{ ref('stg_touched_ballots') }} as t
        on a.wave_code = t.wave_code and a.ballot_id = t.ballot_id
)

select * from stg_touched_answers
