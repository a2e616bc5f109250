with office_days as (
    select * from {{ ref('stg_calendar_days') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

holidays as (
    select * from {{ ref('public_holidays') }}
),

-- a year with holidays is known as a whole
known_years as (
    select distinct year(day) as known_year
    from holidays
),

seen as (
    select
        min(day) as first_day,
        max(day) as last_day
    from office_days
    union all
    select
        cast(min(received_at) as date) as first_day,
        cast(
            max(greatest(received_at, due_at, finished_at)) as date
        ) as last_day
    from {{ ref('stg_case_versions') }}
    union all
    -- terms of petitions are counted in working days too
    select
        min(received_on) as first_day,
        max(received_on) as last_day
    from {{ ref('stg_petitions') }}
    where coalesce(date_fault, '') <> 'received_day_impossible'
    union all
    -- and ballots lie in periods, before there was a dossier
    select
        min(answered_on) as first_day,
        max(answered_on) as last_day
    from {{ ref('stg_answers') }}
    where answered_on >= date '2000-01-01'
),

-- mistyped years must not make a calendar of centuries; whole years, so that a
-- new day seldom makes another calendar
span as (
    select
        cast(date_trunc('year', greatest(
            coalesce(min(s.first_day), max(a.data_as_of)),
            {{ add_days('max(a.data_as_of)', -14610) }}
        )) as date) as first_day,
        make_date(year(least(
            greatest(
                coalesce(max(s.last_day), max(a.data_as_of)),
                {{ add_days('max(a.data_as_of)', 400) }}
            ),
            {{ add_days('max(a.data_as_of)', 1461) }}
        )), 12, 31) as last_day
    from as_of as a
    cross join seen as s
),

days as (
    {{ days_from_to(
        '(select first_day from span)', '(select last_day from span)'
    ) }}
),

calendars as (
    select 'province' as calendar_code
    union
    select unit_code as calendar_code
    from office_days
    where unit_code is not null
),

-- own day, else the province's day, else the country's, else Monday to Friday
filled as (
    select
        c.calendar_code,
        d.day,
        coalesce(
            own.is_working,
            province.is_working,
            h.is_working,
            {{ iso_weekday('d.day') }} <= 5
        ) as is_working,
        case
            when own.day is not null then 'office'
            when province.day is not null then 'province'
            when y.known_year is not null then 'country'
            else 'assumed'
        end as calendar_source
    from days as d
    cross join calendars as c
    left join office_days as own
        on d.day = own.day and c.calendar_code = own.unit_code
    left join office_days as province
        on d.day = province.day and province.unit_code is null
    left join holidays as h on d.day = h.day
    left join known_years as y on year(d.day) = y.known_year
),

int_calendar_days as (
    select
        calendar_code,
        day,
        is_working,
        calendar_source,
        -- how many working days there were up to and with this day
        sum(case when is_working then 1 else 0 end) over (
            partition by calendar_code
            order by day
            rows between unbounded preceding and current row
        ) as working_day_no
    from filled
)

select * from int_calendar_days
