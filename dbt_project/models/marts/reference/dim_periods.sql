with months as (
    select distinct cast(date_trunc('month', day) as date) as month
    from {{ ref('int_calendar_days') }}
),

typed as (
    select
        'month' as period_type,
        cast(year(month) as string) || '-'
        || lpad(cast(month(month) as string), 2, '0') as period,
        month
    from months
    union all
    select
        'quarter' as period_type,
        cast(year(month) as string) || '-Q'
        || cast(quarter(month) as string) as period,
        month
    from months
    union all
    select
        'half' as period_type,
        cast(year(month) as string)
        || case when month(month) <= 6 then '-H1' else '-H2' end as period,
        month
    from months
    union all
    select
        'year' as period_type,
        cast(year(month) as string) as period,
        month
    from months
),

dim_periods as (
    select
        period_type,
        period,
        min(month) as first_day,
        last_day(max(month)) as last_day
    from typed
    group by period_type, period
)

select * from dim_periods
