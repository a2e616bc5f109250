{{ config(materialized='table', tags=['touched']) }}

with cases as (
    select * from {{ source('published', 'fct_cases') }}
),

-- touched dossiers as published
stg_published_cases as (
    select
        c.case_code,
        c.officer_code,
        c.unit_key,
        c.procedure_group,
        c.channel,
        c.received_at,
        c.finished_at,
        c.is_finished_with_due,
        c.is_late_strict,
        {{ row_digest('c') }} as row_digest
    from cases as c
    semi join {{ ref('stg_touched_cases') }} as t
        on c.case_code = t.case_code
)

select * from stg_published_cases
