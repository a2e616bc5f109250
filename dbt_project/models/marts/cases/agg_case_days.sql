with cases as (
    select * from {{ ref('fct_cases') }}
    where is_finished_with_due and receiving_unit_key is not null
),

agg_case_days as (
    select
        receiving_unit_key,
        coalesce(officer_code, 'none') as officer_code,
        cast(finished_at as date) as finished_on,
        count(*) as n_with_due,
        count(*) filter (where is_late_official) as n_late_official,
        count(*) filter (where is_late_strict) as n_late_strict,
        count(*) filter (
            where is_late_strict and not is_late_official
        ) as n_late_hidden
    from cases
    group by receiving_unit_key, officer_code, cast(finished_at as date)
)

select * from agg_case_days
order by receiving_unit_key, finished_on
