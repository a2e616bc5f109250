with cases as (
    select * from {{ ref('fct_cases') }}
),

petitions as (
    select * from {{ ref('fct_petitions') }}
),

-- what offices hand in: neither ballots nor forms of the Front's own waves
front_waves as (
    select * from {{ ref('int_front_waves') }}
),

ballots as (
    select * from {{ ref('fct_ballots') }}
    where wave_code not in (select f.wave_code from front_waves as f)
),

offered as (
    select * from {{ ref('int_offered') }}
    where wave_code not in (select f.wave_code from front_waves as f)
),

reports as (
    select * from {{ ref('int_monthly_reports') }}
),

units as (
    select * from {{ ref('dim_units') }}
),

build as (
    select * from {{ ref('dim_build') }}
),

months as (
    select * from {{ ref('dim_periods') }}
    where period_type = 'month'
),

counted as (
    select
        unit_key,
        cast(date_trunc('month', received_at) as date) as month,
        count(*) as n_cases,
        0 as n_petitions,
        0 as n_ballots,
        0 as n_offered,
        0 as n_reports,
        max(extracted_on) as last_seen_on
    from cases
    group by unit_key, date_trunc('month', received_at)
    {% for input, day, column in [
        ('petitions', 'received_on', 'n_petitions'),
        ('ballots', 'on_day', 'n_ballots'),
        ('offered', 'day', 'n_offered'),
        ('reports', 'month', 'n_reports'),
    ] %}
        union all
        select
            unit_key,
            cast(date_trunc('month', {{ day }}) as date) as month,
            0 as n_cases,
            {% for other in [
                'n_petitions', 'n_ballots', 'n_offered', 'n_reports'
            ] -%}
                {{ 'count(*)' if other == column else '0' }} as {{ other }},
            {% endfor -%}
            null as last_seen_on
        from {{ input }}
        group by unit_key, date_trunc('month', {{ day }})
    {% endfor %}
),

-- from the first month a unit was heard of to the last of the data
spans as (
    select
        c.unit_key,
        min(c.month) as first_month
    from counted as c
    group by c.unit_key
),

spine as (
    select
        u.unit_key,
        u.unit_code,
        u.unit_valid_from,
        u.unit_level,
        m.first_day as month
    from spans as s
    cross join build as b
    inner join units as u on s.unit_key = u.unit_key
    inner join months as m
        on
            s.first_month <= m.first_day
            and b.data_as_of >= m.first_day
            and (u.valid_to is null or u.valid_to > m.first_day)
),

agg_unit_coverage as (
    select
        s.unit_key,
        s.unit_code,
        s.unit_valid_from,
        s.unit_level,
        s.month,
        {% for column in [
            'n_cases', 'n_petitions', 'n_ballots', 'n_offered', 'n_reports'
        ] -%}
            cast(coalesce(sum(c.{{ column }}), 0) as bigint) as {{ column }},
        {% endfor -%}
        max(c.last_seen_on) as last_seen_on
    from spine as s
    left join counted as c on s.unit_key = c.unit_key and s.month = c.month
    group by
        s.unit_key, s.unit_code, s.unit_valid_from, s.unit_level, s.month
)

select * from agg_unit_coverage
