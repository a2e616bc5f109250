with ballots as (
    select * from {{ ref('fct_ballots') }}
    where stream = 'service' and is_within_wave
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

-- two questionnaires, or a questionnaire asked in two ways, make two series
voted as (
    select
        unit_key,
        coalesce(instrument, 'unknown')
        || '/' || coalesce(mode, 'unknown') as tool,
        cast(date_trunc('month', on_day) as date) as month,
        count(is_satisfied) as n_ballots,
        count(*) filter (where is_satisfied) as n_satisfied
    from ballots
    group by unit_key, instrument, mode, date_trunc('month', on_day)
),

agg_ballot_months as (
    {{ added_up_by_unit(
        'voted', 'shares', ['n_ballots', 'n_satisfied'], by=['tool', 'month']
    ) }}
)

select * from agg_ballot_months
