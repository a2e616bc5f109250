{{ config(tags=['touched']) }}

with steps as (
    select * from {{ ref('stg_case_steps') }}
    where not is_paused and officer_code is not null
),

-- the officer who did the last piece of work answers for the dossier
int_case_step_officers as (
    select
        case_code,
        max_by(officer_code, coalesce(ended_at, started_at)) as officer_code
    from steps
    where coalesce(ended_at, started_at) is not null
    group by case_code
)

select * from int_case_step_officers
