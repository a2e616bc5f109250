{{ config(materialized='view', tags=['touched']) }}

with answers as (
    select * from {{ ref('stg_published_answers') }}
),

-- what the touched ballots gave to the published counts, to be taken out
int_withdrawn_answers as (
    select
        wave_code,
        stream,
        instrument,
        unit_key,
        procedure_group,
        channel,
        left_out,
        front_wave,
        item_code,
        level,
        no_answer_reason,
        -count(*) as n_answers,
        -sum(weight) as sum_weight,
        -sum({{ squared_weight('weight') }}) as sum_squared_weight
    from answers
    group by all
)

select * from int_withdrawn_answers
