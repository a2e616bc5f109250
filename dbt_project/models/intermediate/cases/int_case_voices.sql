{{ config(
    materialized='carried', by='case_code', changed='stg_touched_answers',
    database='kept',
) }}

with ballots as (
    select * from {{ ref('int_ballots') }}
    where
        case_code is not null
        {% if is_daily() -%}
            and case_code in (
                select a.case_code from {{ ref('stg_touched_answers') }} as a
            )
        {%- endif %}
),

waves as (
    select * from {{ ref('stg_waves') }}
    where stream = 'service'
),

-- what the ballots of a dossier said in the end; most dossiers have none
int_case_voices as (
    select
        b.case_code,
        count(*) as n_ballots,
        coalesce(bool_or(not b.is_satisfied), false) as is_dissatisfied
    from ballots as b
    inner join waves as w on b.wave_code = w.wave_code
    group by b.case_code
)

select * from int_case_voices
