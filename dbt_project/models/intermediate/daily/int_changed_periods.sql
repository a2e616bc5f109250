{{ config(tags=['touched']) }}

with periods as (
    select * from {{ ref('dim_periods') }}
),

months as (
    select * from {{ ref('int_changed_months') }}
),

int_changed_periods as (
    select
        p.period,
        count(*) as n_months
    from periods as p
    inner join months as m on m.month between p.first_day and p.last_day
    group by p.period
)

select * from int_changed_periods
