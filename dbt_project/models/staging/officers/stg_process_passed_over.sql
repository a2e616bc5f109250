with passed_over as (
    select * from {{ source('process', 'passed_over') }}
),

stg_process_passed_over as (
    select
        matter_code,
        seq,
        why
    from passed_over
)

select * from stg_process_passed_over
