{% set measures = [
    'n_received', 'n_finished', 'n_with_due', 'n_late_official',
    'n_late_strict', 'n_rewritten', 'n_petitions', 'n_upheld',
    'n_petitions_late', 'n_petitions_mature', 'n_ballots', 'n_satisfied',
] -%}

with cases as (
    select * from {{ ref('fct_cases') }}
),

petitions as (
    select * from {{ ref('fct_petitions') }}
),

ballots as (
    select * from {{ ref('fct_ballots') }}
    where stream = 'service' and is_within_wave
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

received as (
    select
        unit_key,
        cast(date_trunc('month', received_at) as date) as month,
        count(*) as n_received
    from cases
    group by unit_key, date_trunc('month', received_at)
),

-- lateness belongs to the month of the finish
finished as (
    select
        unit_key,
        cast(date_trunc('month', finished_at) as date) as month,
        count(*) as n_finished,
        count(*) filter (where is_finished_with_due) as n_with_due,
        count(*) filter (where is_late_official) as n_late_official,
        count(*) filter (where is_late_strict) as n_late_strict,
        count(*) filter (where has_rewritten_dates) as n_rewritten
    from cases
    where finished_at is not null
    group by unit_key, date_trunc('month', finished_at)
),

petitioned as (
    select
        unit_key,
        cast(date_trunc('month', received_on) as date) as month,
        count(*) as n_petitions,
        count(*) filter (where is_upheld) as n_upheld,
        count(*) filter (where is_late and is_mature) as n_petitions_late,
        count(*) filter (where is_mature) as n_petitions_mature
    from petitions
    -- said in confidence: in a total, a few would follow from its other parts
    where kind <> 'denunciation'
    group by unit_key, date_trunc('month', received_on)
),

voted as (
    select
        unit_key,
        cast(date_trunc('month', on_day) as date) as month,
        count(is_satisfied) as n_ballots,
        count(*) filter (where is_satisfied) as n_satisfied
    from ballots
    group by unit_key, date_trunc('month', on_day)
),

joined as (
    select * from received
    full outer join finished using (unit_key, month)
    full outer join petitioned using (unit_key, month)
    full outer join voted using (unit_key, month)
),

agg_unit_months as (
    {{ added_up_by_unit('joined', 'shares', measures) }}
)

select * from agg_unit_months
