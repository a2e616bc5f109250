with latest as (
    select * from {{ source('raw', 'procedure_review') }}
    {{ told_last('procedure_review') }}
),

stg_procedure_reviews as (
    select
        procedure_code,
        reviewed_on,
        unit_code,
        result,
        days_saved
    from latest
)

select * from stg_procedure_reviews
