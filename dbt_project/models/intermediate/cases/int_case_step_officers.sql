{{ config(tags=['touched']) }}

with steps as (
    select
        *,
        coalesce(ended_at, started_at) as worked_at
    from {{ ref('stg_case_steps') }}
),

-- the officer who did the last piece of work answers for the dossier
int_case_step_officers as (
    select
        case_code,
        max_by(officer_code, worked_at) filter (
            where
            not is_paused
            and officer_code is not null
            and worked_at is not null
        ) as officer_code,
        count(*) as n_steps,
        sum(n_rows) as n_step_rows
    from steps
    group by case_code
)

select * from int_case_step_officers
