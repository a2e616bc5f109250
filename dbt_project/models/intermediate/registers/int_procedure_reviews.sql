with procedure_reviews as (
    select * from {{ ref('stg_procedure_reviews') }}
),

units as (
    select * from {{ ref('int_unit_references') }}
),

int_procedure_reviews as (
    select
        p.procedure_code,
        p.reviewed_on,
        p.unit_code,
        p.result,
        p.days_saved,
        u.unit_key
    from procedure_reviews as p
    left join units as u
        on {{ is_unit_named('p.unit_code', 'p.reviewed_on') }}
)

select * from int_procedure_reviews
