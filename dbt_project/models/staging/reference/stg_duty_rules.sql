with duty_rules as (
    select * from {{ source('rules', 'duty_rules') }}
),

stg_duty_rules as (
    select
        duty,
        level,
        n_required,
        per,
        name_vi,
        name_en,
        legal_basis,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from duty_rules
)

select * from stg_duty_rules
