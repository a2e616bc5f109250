with steps as (
    select * from {{ source('process', 'steps') }}
),

stg_process_steps as (
    select
        seq,
        matter_code,
        action,
        kind,
        unit_key,
        taken_on,
        decision
    from steps
)

select * from stg_process_steps
