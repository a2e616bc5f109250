{% set figures = [
    'n_received', 'n_finished_on_time', 'n_finished_late',
    'n_open_on_time', 'n_open_overdue',
] -%}

with reports as (
    select * from {{ ref('int_monthly_reports') }}
    where field = 'all' and unit_key is not null
),

-- what no report speaks of is not counted
cases as (
    select c.*
    from {{ ref('fct_cases') }} as c
    semi join reports as r on c.unit_key = r.unit_key
),

dated as (
    select
        unit_key,
        is_late_official,
        finished_at is not null as is_finished,
        cast(date_trunc('month', received_at) as date) as received_month,
        -- a case that ended without a day ended by the export that says so
        cast(date_trunc('month', case
            when finished_at is not null then finished_at
            when is_closed then cast(extracted_on as timestamp)
        end) as date) as closed_month,
        cast(date_trunc('month', case
            when due_at is not null then greatest(due_at, received_at)
        end) as date) as overdue_month
    from cases
),

-- each case comes in, may become overdue and goes, each in a month
events as (
    select
        unit_key,
        received_month as month,
        count(*) as n_received,
        0 as n_finished_on_time,
        0 as n_finished_late,
        count(*) as open_change,
        0 as overdue_change
    from dated
    group by unit_key, received_month
    union all
    select
        unit_key,
        closed_month as month,
        0 as n_received,
        count(*) filter (
            where is_finished and not coalesce(is_late_official, false)
        ) as n_finished_on_time,
        count(*) filter (
            where is_finished and coalesce(is_late_official, false)
        )
            as n_finished_late,
        -count(*) as open_change,
        -count(*) filter (where overdue_month < closed_month) as overdue_change
    from dated
    where closed_month is not null
    group by unit_key, closed_month
    union all
    select
        unit_key,
        overdue_month as month,
        0 as n_received,
        0 as n_finished_on_time,
        0 as n_finished_late,
        0 as open_change,
        count(*) as overdue_change
    from dated
    where
        overdue_month is not null
        and (closed_month is null or overdue_month < closed_month)
    group by unit_key, overdue_month
),

counted as (
    select
        r.unit_key,
        r.month,
        {% for figure in figures[:3] -%}
            sum(case when e.month = r.month then e.{{ figure }} else 0 end)
                as own_{{ figure }},
        {% endfor -%}
        sum(e.open_change) - sum(e.overdue_change) as own_n_open_on_time,
        sum(e.overdue_change) as own_n_open_overdue
    from reports as r
    inner join events as e on r.unit_key = e.unit_key and r.month >= e.month
    group by r.unit_key, r.month
),

agg_monthly_reports as (
    select
        r.unit_key,
        r.unit_code,
        r.month,
        {% for figure in figures -%}
            r.{{ figure }} as reported_{{ figure }},
            cast(coalesce(c.own_{{ figure }}, 0) as bigint)
                as own_{{ figure }},
        {% endfor -%}
        cast(
            {% for figure in figures -%}
                case
                    when r.{{ figure }} <> coalesce(c.own_{{ figure }}, 0)
                        then 1
                    else 0
                end {{ '+' if not loop.last }}
            {% endfor -%}
            as integer
        ) as n_differ
    from reports as r
    left join counted as c on r.unit_key = c.unit_key and r.month = c.month
)

select * from agg_monthly_reports
