{{ config(tags=['touched']) }}

with rows_of_files as (
    select
        *,
        count(*) over (partition by case_code, step) as n_rows
    from {{ source('raw', 'case_step') }}
    {{ of_touched_cases() }}
),

latest as (
    select * from rows_of_files
    -- a rewritten finish moves the step's end back: the latest end is the log's
    qualify row_number() over (
        partition by case_code, step
        order by ended_at desc nulls last, _row_md5 asc
    ) = 1
),

stg_case_steps as (
    select
        case_code,
        step,
        officer_code,
        unit_code,
        started_at,
        ended_at,
        coalesce(is_paused, false) as is_paused,
        n_rows
    from latest
)

select * from stg_case_steps
