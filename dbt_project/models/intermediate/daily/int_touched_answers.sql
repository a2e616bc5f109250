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
        on {{ is_same_answer('a', 's') }}
)

select * from int_touched_answers
