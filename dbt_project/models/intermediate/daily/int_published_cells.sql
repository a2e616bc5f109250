{{ config(materialized='view') }}

with int_published_cells as (
    select * from {{ ref('stg_published_cells') }}
)

select * from int_published_cells
