with response as (
    select * from {{ ref('agg_response') }}
    where map = 'then' and channel = 'all' and is_own and stream = 'service'
),

coverage as (
    select * from {{ ref('agg_unit_coverage') }}
),

reports as (
    select * from {{ ref('agg_monthly_reports') }}
),

exits as (
    select * from {{ ref('agg_case_exits') }}
),

units as (
    select * from {{ ref('dim_units') }}
),

limits as (
    select
        b.data_as_of,
        max(case when t.threshold = 'coverage_min_cases' then t.value end)
            as min_cases,
        max(case when t.threshold = 'freshness_max_days' then t.value end)
            as max_days
    from {{ ref('dim_build') }} as b
    inner join {{ ref('dim_thresholds') }} as t
        on {{ holds_on('t', 'b.data_as_of') }}
    group by b.data_as_of
),

asked_months as (
    select
        unit_key,
        month,
        max(n_returned) as n_returned,
        sum(n_offered) as n_offered,
        sum(n_ballots) as n_ballots
    from response
    group by unit_key, month
),

-- a quiet month counts where the months of the unit are usually busy
usual as (
    select
        unit_key,
        avg(n_cases) as mean_cases,
        max(last_seen_on) as last_seen_on
    from coverage
    group by unit_key
),

counted as (
    select
        'nobody_was_asked' as rule,
        unit_key,
        count(*) filter (where n_offered = 0 and n_ballots = 0) as count,
        count(*) as denominator,
        'check' as severity
    from asked_months
    where n_returned > 0
    group by unit_key
    union all
    select
        'ballots_above_offered' as rule,
        unit_key,
        count(*) filter (where n_ballots > n_offered) as count,
        count(*) as denominator,
        'check' as severity
    from response
    where n_offered > 0
    group by unit_key
    union all
    select
        'official_counts_differ' as rule,
        unit_key,
        sum(n_differ) as count,
        5 * count(*) as denominator,
        'check' as severity
    from reports
    group by unit_key
    union all
    select
        'month_without_cases' as rule,
        c.unit_key,
        count(*) filter (where c.n_cases = 0) as count,
        count(*) as denominator,
        'check' as severity
    from coverage as c
    inner join usual as u on c.unit_key = u.unit_key
    inner join limits as l on u.mean_cases >= l.min_cases
    group by c.unit_key
    union all
    select
        'unit_not_seen_lately' as rule,
        u.unit_key,
        count(*) as count,
        1 as denominator,
        'check' as severity
    from usual as u
    inner join units as d on u.unit_key = d.unit_key and d.is_current
    inner join limits as l
        on {{ days_between('u.last_seen_on', 'l.data_as_of') }} > l.max_days
    group by u.unit_key
    union all
    select
        'late_left_by_status' as rule,
        unit_key,
        n_left_late as count,
        n_unfinished as denominator,
        'check' as severity
    from exits
),

agg_unit_findings as (
    select
        rule,
        unit_key,
        cast(count as bigint) as count,
        cast(denominator as bigint) as denominator,
        severity
    from counted
    where count > 0 and unit_key is not null
)

select * from agg_unit_findings
