{{ config(materialized='carried', by='period', changed='int_changed_periods') }}

with months as (
    select * from {{ ref('agg_officer_ballot_months') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
    {{ of_changed_periods() }}
),

agg_officer_ballots as (
    select
        m.officer_code,
        p.period_type,
        p.period,
        m.procedure_group,
        m.channel,
        m.n_answers,
        m.n_satisfied_answers,
        cast(sum(m.n_ballots) as bigint) as n_ballots
    from months as m
    inner join periods as p on m.month between p.first_day and p.last_day
    where m.stream = 'service'
    group by
        m.officer_code,
        p.period_type,
        p.period,
        m.procedure_group,
        m.channel,
        m.n_answers,
        m.n_satisfied_answers
)

select * from agg_officer_ballots
