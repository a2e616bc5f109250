{{ config(materialized='table') }}

-- small kinds alone, as they were delivered
with stg_list_rows as (
    {{ statement_rows() }}
)

select * from stg_list_rows
