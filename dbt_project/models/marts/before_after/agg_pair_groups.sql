with cells as (
    select * from {{ ref('agg_answer_cells') }}
    where
        stream in ('before', 'after')
        and level is not null
        and is_item_known
        and not is_out_of_scale
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

groups as (
    select
        s.map,
        s.unit_key,
        c.wave_code,
        c.item_code,
        c.procedure_group,
        sum(c.n_answers * s.weight) as n_answers,
        sum(c.n_answers * s.weight * s.weight) as n_squared_weight,
        sum(case when c.is_satisfied then c.n_answers * s.weight else 0 end)
            as n_satisfied
    from cells as c
    inner join shares as s on c.unit_key = s.source_unit_key
    group by
        s.map, s.unit_key, c.wave_code, c.item_code, c.procedure_group
),

sides as (
    select
        g.map,
        g.unit_key,
        p.before_wave,
        p.after_wave,
        p.item_code,
        g.procedure_group,
        {% for side in ['before', 'after'] -%}
            {% for column in [
                'n_answers', 'n_squared_weight', 'n_satisfied',
            ] -%}
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
        g.map, g.unit_key, p.before_wave, p.after_wave, p.item_code,
        g.procedure_group
),

agg_pair_groups as (
    select
        b.map,
        b.unit_key,
        b.before_wave,
        b.after_wave,
        b.item_code,
        b.procedure_group,
        {% for side in ['before', 'after'] -%}
            cast(b.n_answers_{{ side }} as decimal(18, 6)) as n_{{ side }},
            -- restated ballots count for the precision they really carry
            cast(
                coalesce(
                    b.n_answers_{{ side }} * b.n_answers_{{ side }}
                    / nullif(b.n_squared_weight_{{ side }}, 0), 0
                ) as decimal(18, 6)
            ) as n_effective_{{ side }},
            cast(b.n_satisfied_{{ side }} as decimal(18, 6))
                as n_satisfied_{{ side }},
        {% endfor -%}
        z.n_served
    from sides as b
    left join served as z
        on
            b.map = z.map
            and b.unit_key = z.unit_key
            and b.procedure_group = z.procedure_group
)

select * from agg_pair_groups
