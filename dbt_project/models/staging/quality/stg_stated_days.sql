-- every day of every row of a small kind as loaded
with stg_stated_days as (
    {{ stated_days() }}
)

select * from stg_stated_days
