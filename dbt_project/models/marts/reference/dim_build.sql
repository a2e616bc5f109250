with as_of as (
    select * from {{ ref('int_as_of') }}
),

calendar as (
    select * from {{ ref('int_calendar_days') }}
    where calendar_code = 'province'
),

cases as (
    select cast(min(received_at) as date) as first_day
    from {{ ref('fct_cases') }}
    where coalesce(date_fault, '') <> 'received_day_impossible'
),

-- years with dossiers, and whose calendar counts their working days
years as (
    select
        bool_or(c.calendar_source = 'province') as is_listed,
        bool_or(c.calendar_source = 'assumed') as is_assumed
    from calendar as c
    inner join cases as s on year(c.day) >= year(s.first_day)
    inner join as_of as a on year(c.day) <= year(a.data_as_of)
    group by year(c.day)
),

worst as (
    select
        case
            when bool_or(is_assumed and not is_listed) then 'assumed'
            when bool_or(not is_listed) then 'country'
            when bool_or(is_listed) then 'province'
            else 'none'
        end as calendar_source
    from years
),

dim_build as (
    select
        a.data_as_of,
        a.raw_max_loaded_at,
        a.is_simulated,
        a.n_files,
        w.calendar_source
    from as_of as a
    cross join worst as w
)

select * from dim_build
