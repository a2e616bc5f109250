with matters as (
    select * from {{ source('process', 'matters') }}
),

stg_process_matters as (
    select
        matter_code,
        kind,
        unit_key,
        state,
        n_rounds,
        opened_on,
        decided_on,
        informed_on,
        ended_on,
        decision
    from matters
)

select * from stg_process_matters
