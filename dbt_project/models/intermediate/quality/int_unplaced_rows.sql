{{ config(materialized='view') }}

with int_unplaced_rows as (
    select * from {{ ref('int_unplaced_cases') }}
    union all
    select * from {{ ref('int_unplaced_answers') }}
    union all
    select * from {{ ref('int_unplaced_others') }}
    union all
    select * from {{ ref('int_unplaced_lists') }}
    union all
    select * from {{ ref('int_unknown_codes') }}
    union all
    select * from {{ ref('int_odd_days') }}
)

select * from int_unplaced_rows
