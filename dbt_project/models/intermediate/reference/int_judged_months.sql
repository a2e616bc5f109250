with calendar as (
    select * from {{ ref('int_calendar_days') }}
    where calendar_code = 'province'
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- the years a reader may choose; the running month up to the last day known
int_judged_months as (
    select
        cast(date_trunc('month', c.day) as date) as month,
        max(c.day) as judged_on
    from calendar as c
    cross join as_of as a
    where
        c.day <= a.data_as_of
        and year(c.day) > year(a.data_as_of) - 3
    group by date_trunc('month', c.day)
)

select * from int_judged_months
