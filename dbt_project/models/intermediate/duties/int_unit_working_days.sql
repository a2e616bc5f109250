with calendar as (
    select * from {{ ref('int_calendar_days') }}
),

own_calendars as (
    select distinct calendar_code from calendar
),

units as (
    select * from {{ ref('int_units') }}
),

months as (
    select min(month) as first_month from {{ ref('int_judged_months') }}
),

-- the unit's own calendar, else the province's
int_unit_working_days as (
    select
        u.unit_key,
        c.day
    from units as u
    cross join months as m
    left join own_calendars as o on u.unit_code = o.calendar_code
    inner join calendar as c
        on
            coalesce(o.calendar_code, 'province') = c.calendar_code
            and c.is_working
            and c.day between u.valid_from and u.last_day
            and m.first_month <= c.day
)

select * from int_unit_working_days
