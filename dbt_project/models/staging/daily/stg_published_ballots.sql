{{ config(tags=['touched']) }}

with ballots as (
    select * from {{ source('published', 'fct_ballots') }}
),

-- touched ballots as published
stg_published_ballots as (
    select
        b.wave_code,
        b.ballot_id,
        b.on_day,
        {{ row_digest('b') }} as row_digest
    from ballots as b
    semi join {{ ref('stg_touched_ballots') }} as t
        on b.wave_code = t.wave_code and b.ballot_id = t.ballot_id
)

select * from stg_published_ballots
