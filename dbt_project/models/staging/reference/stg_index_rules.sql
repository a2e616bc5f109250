with index_rules as (
    select * from {{ source('rules', 'index_rules') }}
),

stg_index_rules as (
    select
        index_code,
        component,
        measured_by,
        name_vi,
        name_en,
        legal_basis,
        cast(max_score as decimal(9, 2)) as max_score,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from index_rules
)

select * from stg_index_rules
