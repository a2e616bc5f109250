with criteria as (
    select * from {{ ref('criteria') }}
),

dim_criteria as (
    select
        criterion_code,
        criterion_kind,
        criterion_no,
        name_vi,
        name_en
    from criteria
)

select * from dim_criteria
