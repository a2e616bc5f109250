{{ config(materialized='view', tags=['touched']) }}

with int_published_cases as (
    select * from {{ ref('stg_published_cases') }}
)

select * from int_published_cases
