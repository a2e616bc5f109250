with letter_exemptions as (
    select * from {{ source('rules', 'letter_exemptions') }}
),

stg_letter_exemptions as (
    select
        reason,
        procedure_code,
        name_vi,
        name_en,
        legal_basis,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from letter_exemptions
)

select * from stg_letter_exemptions
