with procedure_reviews as (
    select
        *,
        {{ is_impossible_day('reviewed_on', 'known_on') }} as is_day_impossible,
        {{ odd_number('procedure_review') }}
    from {{ ref('stg_procedure_reviews') }}
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
        {{ possible_number('procedure_review', 'days_saved', 'p') }}
            as days_saved,
        p.file_sha256,
        p.line,
        p.is_day_impossible,
        p.odd_column,
        p.odd_number,
        u.unit_key
    from procedure_reviews as p
    left join units as u
        on
            {{ is_unit_named('p.unit_code', 'p.reviewed_on') }}
            and not p.is_day_impossible
            and p.odd_column is null
)

select * from int_procedure_reviews
