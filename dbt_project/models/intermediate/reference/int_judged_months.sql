with calendar as (
    select * from {{ ref('int_calendar_days') }}
    where calendar_code = 'province'
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

-- duties are judged in years with dossiers, or a calendar of the office
begun as (
    select min(day) as first_day
    from (
        select day from {{ ref('stg_calendar_days') }}
        union all
        select cast(received_at as date) as day
        from {{ ref('stg_case_versions') }}
    ) as known
),

-- the years a reader may choose; the running month up to the last day known
int_judged_months as (
    select
        cast(date_trunc('month', c.day) as date) as month,
        max(c.day) as judged_on
    from calendar as c
    cross join as_of as a
    cross join begun as b
    where
        c.day <= a.data_as_of
        and year(c.day) >= year(coalesce(b.first_day, a.data_as_of))
        and year(c.day) > year(a.data_as_of) - 3
    group by date_trunc('month', c.day)
)

select * from int_judged_months
