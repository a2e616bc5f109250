{{ config(materialized='view') }}

with int_published_officers as (
    select * from {{ ref('stg_published_officers') }}
)

select * from int_published_officers
