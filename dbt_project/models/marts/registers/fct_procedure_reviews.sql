with reviews as (
    select * from {{ ref('int_procedure_reviews') }}
    where unit_code is null or unit_key is not null
),

procedures as (
    select distinct procedure_code from {{ ref('stg_procedures') }}
),

fct_procedure_reviews as (
    select
        md5(concat_ws(
            '|', r.procedure_code, r.reviewed_on, coalesce(r.unit_code, '')
        )) as review_key,
        r.procedure_code,
        r.unit_key,
        r.reviewed_on,
        r.result,
        cast(r.days_saved as integer) as days_saved
    from reviews as r
    inner join procedures as p on r.procedure_code = p.procedure_code
)

select * from fct_procedure_reviews
