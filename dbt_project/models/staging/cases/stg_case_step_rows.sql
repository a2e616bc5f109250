with steps as (
    select * from {{ source('raw', 'case_step') }}
),

-- every row as loaded, to count them; stg_case_steps chooses among them
stg_case_step_rows as (
    select
        case_code,
        step,
        _file_sha256 as file_sha256,
        _line as line
    from steps
)

select * from stg_case_step_rows
