{{ config(tags=['touched']) }}

with touched as (
    select * from {{ ref('stg_touched_ballots') }}
),

published as (
    select * from {{ ref('stg_published_ballots') }}
),

ballots as (
    select
        b.wave_code,
        b.ballot_id,
        {{ row_digest('b') }} as row_digest
    from {{ ref('fct_ballots') }} as b
    semi join touched as t
        on b.wave_code = t.wave_code and b.ballot_id = t.ballot_id
),

-- a ballot's answers may change without its row, so a file that speaks of it is
-- enough
changed as (
    select
        wave_code,
        ballot_id
    from touched
    where is_delivered
    union
    select
        coalesce(b.wave_code, p.wave_code) as wave_code,
        coalesce(b.ballot_id, p.ballot_id) as ballot_id
    from ballots as b
    full outer join published as p
        on
            b.wave_code = p.wave_code
            and b.ballot_id = p.ballot_id
            and b.row_digest = p.row_digest
    where b.ballot_id is null or p.ballot_id is null
),

int_changed_waves as (
    select
        wave_code,
        count(*) as n_ballots
    from changed
    group by wave_code
)

select * from int_changed_waves
