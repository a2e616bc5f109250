with criteria as (
    select * from {{ source('rules', 'criteria') }}
),

stg_criteria as (
    select
        criterion_code,
        criterion_kind,
        criterion_no,
        name_vi,
        name_en,
        criteria_set,
        version,
        legal_basis,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from criteria
)

select * from stg_criteria
