with newest as (
    select * from {{ ref('int_newest_days') }}
),

dim_sources as (
    select
        source,
        newest_on
    from newest
)

select * from dim_sources
