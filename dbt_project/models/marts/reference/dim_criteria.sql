with criteria as (
    select * from {{ ref('stg_criteria') }}
),

dim_criteria as (
    select
        criterion_code || '@' || cast(valid_from as string) as criterion_key,
        criterion_code,
        criterion_kind,
        criterion_no,
        name_vi,
        name_en,
        criteria_set,
        version,
        valid_from,
        valid_to,
        first_day,
        last_day,
        origin,
        legal_basis
    from criteria
)

select * from dim_criteria
