with waves as (
    select * from {{ ref('stg_waves') }}
),

waiting as (
    select * from {{ ref('stg_waiting_waves') }}
),

-- by the newest list, and by the record of who owns them, which no list changes
int_front_waves as (
    select wave_code from waves
    where owner = 'front' and stream <> 'service'
    union
    select wave_code from waiting
)

select * from int_front_waves
