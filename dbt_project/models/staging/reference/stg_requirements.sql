with requirements as (
    select * from {{ source('rules', 'requirements') }}
),

stg_requirements as (
    select
        requirement_code,
        level,
        guidance_row,
        step,
        shown_by,
        document_kind,
        time_limit,
        max_age_days,
        name_vi,
        name_en,
        legal_basis,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from requirements
)

select * from stg_requirements
