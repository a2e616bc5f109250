{{ config(tags=['touched']) }}

with answers as (
    select * from {{ ref('stg_touched_answers') }}
),

files as (
    select distinct file_sha256
    from {{ source('published', 'dq_loads') }}
    where status = 'loaded'
),

superseded as (
    select * from {{ source('published_lists', 'int_superseded_answers') }}
),

ballots as (
    select * from {{ source('published', 'fct_ballots') }}
),

-- touched ballots as the published build counted them
stg_published_answers as (
    select
        b.wave_code,
        b.ballot_id,
        b.stream,
        b.instrument,
        b.unit_key,
        b.procedure_group,
        b.channel,
        b.left_out,
        b.front_wave,
        a.item_code,
        a.level,
        a.no_answer_reason,
        b.weight
    from answers as a
    inner join files as f on a.file_sha256 = f.file_sha256
    inner join ballots as b
        on a.wave_code = b.wave_code and a.ballot_id = b.ballot_id
    anti join superseded as s
        on {{ is_same_answer('a', 's') }}
)

select * from stg_published_answers
