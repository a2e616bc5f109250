with cases as (
    select * from {{ ref('fct_cases') }}
    where finished_at is null and promised_at is not null
),

exits as (
    select * from {{ ref('int_case_exits') }}
),

-- waiting for papers or a fee while late, or ended after the promise was broken
agg_case_exits as (
    select
        c.unit_key,
        count(*) as n_unfinished,
        count_if(
            (c.is_overdue and c.status in ('supplementing', 'paying'))
            or (c.is_closed and e.last_open_on > cast(c.promised_at as date))
        ) as n_left_late
    from cases as c
    left join exits as e on c.case_code = e.case_code
    where c.unit_key is not null
    group by c.unit_key
)

select * from agg_case_exits
