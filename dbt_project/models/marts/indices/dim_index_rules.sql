with rules as (
    select * from {{ ref('index_rules') }}
),

dim_index_rules as (
    select
        index_code,
        component,
        valid_from,
        valid_to,
        max_score,
        measured_by,
        name_vi,
        name_en,
        legal_basis
    from rules
)

select * from dim_index_rules
