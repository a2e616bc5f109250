with waves as (
    select * from {{ ref('stg_waves') }}
),

dim_waves as (
    select
        wave_code,
        stream,
        owner,
        mode,
        instrument,
        opened_on,
        closed_on,
        planned_n
    from waves
)

select * from dim_waves
