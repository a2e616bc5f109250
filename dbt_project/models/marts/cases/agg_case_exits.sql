with cases as (
    select * from {{ ref('fct_cases') }}
    where finished_at is null and promised_at is not null
),

-- waiting for papers or a fee while late, or ended after the promise was broken
agg_case_exits as (
    select
        unit_key,
        count(*) as n_unfinished,
        count(*) filter (
            where (is_overdue and status in ('supplementing', 'paying'))
            or last_open_on > cast(promised_at as date)
        ) as n_left_late
    from cases
    where unit_key is not null
    group by unit_key
)

select * from agg_case_exits
