with letter_rules as (
    select * from {{ source('rules', 'letter_rules') }}
),

stg_letter_rules as (
    select
        letter_kind,
        occasion,
        late_days_from,
        n_days,
        day_kind,
        petition_fields,
        name_vi,
        name_en,
        legal_basis,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from letter_rules
)

select * from stg_letter_rules
