with waiting as (
    select * from {{ source('custody', 'waiting_waves') }}
),

stg_waiting_waves as (
    select wave_code from waiting
)

select * from stg_waiting_waves
