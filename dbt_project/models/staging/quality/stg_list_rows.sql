{{ config(materialized='table') }}

-- small kinds alone, as they were told
with stg_list_rows as (
    {{ told_rows() }}
)

select * from stg_list_rows
