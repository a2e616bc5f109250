{{ config(materialized='carried', by='period', changed='int_changed_periods') }}

with months as (
    select * from {{ ref('agg_officer_months') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
    {{ of_changed_periods() }}
),

units as (
    select * from {{ ref('dim_units') }}
),

agg_officer_cells as (
    select
        m.officer_code,
        m.unit_key,
        u.unit_code,
        u.unit_valid_from,
        p.period_type,
        p.period,
        m.procedure_group,
        m.channel,
        cast(sum(m.n_ballots) as bigint) as n_ballots,
        cast(sum(m.n_satisfied) as double) as n_satisfied,
        cast(sum(m.n_independent) as bigint) as n_independent,
        cast(sum(m.n_independent_satisfied) as double)
            as n_independent_satisfied,
        cast(sum(m.n_cases) as bigint) as n_cases,
        cast(sum(m.n_late_strict) as bigint) as n_late_strict,
        cast(sum(m.n_upheld) as bigint) as n_upheld
    from months as m
    inner join periods as p on m.month between p.first_day and p.last_day
    inner join units as u on m.unit_key = u.unit_key
    group by
        m.officer_code,
        m.unit_key,
        u.unit_code,
        u.unit_valid_from,
        p.period_type,
        p.period,
        m.procedure_group,
        m.channel
)

select * from agg_officer_cells
