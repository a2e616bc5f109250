with figures as (
    select * from {{ source('previous', 'figures') }}
),

stg_previous_figures as (
    select
        figure,
        map,
        unit_key,
        period,
        value,
        n_people
    from figures
)

select * from stg_previous_figures
