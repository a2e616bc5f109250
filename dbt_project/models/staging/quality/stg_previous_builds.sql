with builds as (
    select * from {{ source('previous', 'builds') }}
),

stg_previous_builds as (
    select
        build_id,
        data_as_of,
        raw_max_loaded_at
    from builds
)

select * from stg_previous_builds
