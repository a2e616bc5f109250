with wave_rules as (
    select * from {{ source('rules', 'wave_rules') }}
),

stg_wave_rules as (
    select
        stream,
        owners,
        n_required,
        name_vi,
        name_en,
        legal_basis,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from wave_rules
)

select * from stg_wave_rules
