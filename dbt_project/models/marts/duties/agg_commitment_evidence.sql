{% set measures = [
    'n_with_steps', 'n_sent_back', 'n_with_resolver', 'n_passed_on',
    'n_complaints', 'n_complaints_decided', 'n_complaints_upheld',
    'n_complaints_reopened',
] -%}

with cases as (
    select * from {{ ref('fct_cases') }}
    where finished_at is not null
),

complaints as (
    select * from {{ ref('fct_petitions') }}
    where kind = 'complaint'
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

-- a pause is known only of a dossier with a log of its steps
finished as (
    select
        unit_key,
        cast(date_trunc('month', finished_at) as date) as month,
        count(*) filter (where n_steps > 0) as n_with_steps,
        count(*) filter (where n_pauses > 0) as n_sent_back,
        count(*) filter (
            where receiving_unit_key is not null
            and resolving_unit_key is not null
        ) as n_with_resolver,
        count(*) filter (
            where receiving_unit_key <> resolving_unit_key
        ) as n_passed_on
    from cases
    where unit_key is not null
    group by unit_key, date_trunc('month', finished_at)
),

complained as (
    select
        unit_key,
        cast(date_trunc('month', received_on) as date) as month,
        count(*) as n_complaints,
        count(*) filter (
            where outcome in ('upheld', 'partly_upheld', 'rejected')
        ) as n_complaints_decided,
        count(*) filter (where is_upheld) as n_complaints_upheld,
        count(*) filter (where is_reopened) as n_complaints_reopened
    from complaints
    where unit_key is not null
    group by unit_key, date_trunc('month', received_on)
),

joined as (
    select * from finished
    full outer join complained using (unit_key, month)
),

agg_commitment_evidence as (
    {{ added_up_by_unit('joined', 'shares', measures) }}
)

select * from agg_commitment_evidence
