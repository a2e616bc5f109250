with cells as (
    select * from {{ ref('agg_answer_cells') }}
    where
        stream in ('before', 'after')
        and {{ is_counted_answer() }}
        and unit_key is not null
),

precisions as (
    select * from {{ ref('agg_wave_precisions') }}
    where front_wave = 'none'
),

served as (
    select * from {{ ref('agg_group_sizes') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
    where is_own
),

pairs as (
    select * from {{ ref('dim_wave_pairs') }}
    where not_comparable_reason is null
),

units as (
    select * from {{ ref('int_units') }}
),

-- what weights cost in precision, by Kish: nothing where all are equal
weighed as (
    select
        unit_key,
        wave_code,
        item_code,
        procedure_group,
        cast(sum(n_answers) as double) as n_answers,
        cast(sum(sum_weight) as double) * cast(sum(sum_weight) as double)
        / cast(sum(sum_squared_weight) as double) as n_effective,
        cast(sum(n_answers) as double)
        * cast(
            sum(case when is_satisfied then sum_weight else 0 end) as double
        ) / cast(sum(sum_weight) as double) as n_satisfied
    from cells
    group by unit_key, wave_code, item_code, procedure_group
),

-- clusters are taken to cost a group what they cost its unit: rarely too little
groups as (
    select
        w.unit_key,
        w.wave_code,
        w.item_code,
        w.procedure_group,
        w.n_answers,
        w.n_effective / p.cluster_effect as n_effective,
        w.n_satisfied
    from weighed as w
    inner join precisions as p
        on
            w.unit_key = p.unit_key
            and w.wave_code = p.wave_code
            and w.item_code = p.item_code
),

sides as (
    select
        p.before_wave,
        p.after_wave,
        p.item_code,
        p.before_until,
        g.unit_key as source_unit_key,
        g.procedure_group,
        {% for side in ['before', 'after'] -%}
            {% for column in ['n_answers', 'n_effective', 'n_satisfied'] -%}
                sum(
                    case
                        when g.wave_code = p.{{ side }}_wave
                            then g.{{ column }}
                        else 0
                    end
                ) as {{ column }}_{{ side }}
                {%- if not loop.last %},{% endif %}
            {% endfor -%}
            {% if not loop.last %},{% endif -%}
        {% endfor %}
    from pairs as p
    inner join groups as g
        on
            p.item_code = g.item_code
            and g.wave_code in (p.before_wave, p.after_wave)
    group by
        p.before_wave, p.after_wave, p.item_code, p.before_until, g.unit_key,
        g.procedure_group
),

agg_pair_groups as (
    select
        s.map,
        s.unit_key,
        b.before_wave,
        b.after_wave,
        b.item_code,
        b.procedure_group,
        b.source_unit_key,
        s.weight as share_moved,
        coalesce(u.model_start_date <= b.before_until, false)
            as is_after_start,
        {% for side in ['before', 'after'] -%}
            cast(b.n_answers_{{ side }} * s.weight as decimal(18, 6))
                as n_{{ side }},
            cast(b.n_effective_{{ side }} as decimal(18, 6))
                as n_effective_{{ side }},
            cast(b.n_satisfied_{{ side }} * s.weight as decimal(18, 6))
                as n_satisfied_{{ side }},
        {% endfor -%}
        z.n_served
    from sides as b
    inner join shares as s on b.source_unit_key = s.source_unit_key
    inner join units as u on s.unit_key = u.unit_key
    left join served as z
        on
            s.map = z.map
            and s.unit_key = z.unit_key
            and b.procedure_group = z.procedure_group
)

select * from agg_pair_groups
