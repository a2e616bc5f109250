-- every code of every row as loaded, also of a row that a later one speaks over
with stg_named_codes as (
    {{ named_codes() }}
)

select * from stg_named_codes
