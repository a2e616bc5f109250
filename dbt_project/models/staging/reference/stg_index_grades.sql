with index_grades as (
    select * from {{ source('rules', 'index_grades') }}
),

stg_index_grades as (
    select
        index_code,
        grade,
        name_vi,
        name_en,
        legal_basis,
        cast(from_score as decimal(9, 1)) as from_score,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin
    from index_grades
)

select * from stg_index_grades
