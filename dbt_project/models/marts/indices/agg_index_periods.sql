{% set measures = [
    'n_finished', 'n_silent', 'n_dissatisfied', 'n_timed', 'sum_time_score',
    'n_feedback', 'n_feedback_late', 'n_feedback_dissatisfied',
] -%}

with months as (
    select * from {{ ref('agg_index_months') }}
),

periods as (
    select * from {{ ref('dim_periods') }}
),

agg_index_periods as (
    select
        m.map,
        m.unit_key,
        m.unit_code,
        m.unit_valid_from,
        m.unit_level,
        p.period_type,
        p.period,
        p.last_day as period_end,
        {% for measure in measures -%}
            cast(sum(m.{{ measure }}) as decimal(18, 6)) as {{ measure }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from months as m
    inner join periods as p on m.month between p.first_day and p.last_day
    group by
        m.map,
        m.unit_key,
        m.unit_code,
        m.unit_valid_from,
        m.unit_level,
        p.period_type,
        p.period,
        p.last_day
)

select * from agg_index_periods
