with months as (
    select * from {{ source('published', 'agg_officer_case_months') }}
),

stg_published_officers as (
    select
        officer_code,
        unit_key,
        month,
        procedure_group,
        channel,
        n_cases,
        n_late_strict
    from months
)

select * from stg_published_officers
