{{ config(materialized='view', tags=['touched']) }}

with answers as (
    select * from {{ ref('stg_touched_answers') }}
),

superseded as (
    select * from {{ ref('int_superseded_answers') }}
),

int_touched_answers as (
    select a.*
    from answers as a
    anti join superseded as s
        on
            a.wave_code = s.wave_code
            and a.ballot_id = s.ballot_id
            and a.item_code = s.item_code
            and a.file_sha256 = s.file_sha256
            and a.line = s.line
)

select * from int_touched_answers
