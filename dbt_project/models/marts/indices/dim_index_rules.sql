with rules as (
    select * from {{ ref('stg_index_rules') }}
),

dim_index_rules as (
    select
        index_code,
        component,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin,
        max_score,
        measured_by,
        name_vi,
        name_en,
        legal_basis
    from rules
)

select * from dim_index_rules
