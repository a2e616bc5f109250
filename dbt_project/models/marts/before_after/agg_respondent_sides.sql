{% set sums = [
    'n_answers', 'sum_weight', 'sum_squared_weight', 'satisfied_weight',
    'satisfied_squared_weight',
] -%}
{# one of 38 digits stays free for the difference, so that none is rounded #}
{% set types = {
    'n_answers': 'bigint',
    'sum_weight': 'decimal(37, 6)',
    'sum_squared_weight': 'decimal(37, 12)',
    'satisfied_weight': 'decimal(37, 6)',
    'satisfied_squared_weight': 'decimal(37, 12)',
} -%}

with respondents as (
    select * from {{ ref('agg_wave_respondents') }}
),

said as (
    select
        wave_code,
        unit_key,
        item_code,
        group_kind,
        {% for name in sums -%}
            {% if name == 'n_answers' -%}
                cast(sum(n_answers) as bigint) as n_answers,
            {% else -%}
                sum({{ name }}) as {{ name }}{% if not loop.last %},{% endif %}
            {%- endif %}
        {% endfor %}
    from respondents
    where group_code <> 'not_said'
    group by wave_code, unit_key, item_code, group_kind
),

codes as (
    select distinct
        wave_code,
        group_kind,
        group_code
    from respondents
    where group_code <> 'not_said'
),

-- each group, and beside it all others of its kind together
agg_respondent_sides as (
    select
        *,
        false as is_others
    from respondents
    union all
    select
        t.wave_code,
        t.unit_key,
        t.item_code,
        t.group_kind,
        c.group_code,
        {% for name in sums -%}
            cast(t.{{ name }} as {{ types[name] }})
            - cast(coalesce(r.{{ name }}, 0) as {{ types[name] }})
                as {{ name }},
        {% endfor -%}
        true as is_others
    from said as t
    inner join codes as c
        on t.wave_code = c.wave_code and t.group_kind = c.group_kind
    left join respondents as r
        on
            t.wave_code = r.wave_code
            and t.unit_key = r.unit_key
            and t.item_code = r.item_code
            and t.group_kind = r.group_kind
            and c.group_code = r.group_code
)

select * from agg_respondent_sides
