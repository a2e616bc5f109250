with as_of as (
    select * from {{ ref('int_as_of') }}
),

dim_build as (
    select
        data_as_of,
        raw_max_loaded_at,
        is_simulated,
        n_files
    from as_of
)

select * from dim_build
