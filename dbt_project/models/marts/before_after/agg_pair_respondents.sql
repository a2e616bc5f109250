with sides as (
    select * from {{ ref('agg_respondent_sides') }}
),

strata as (
    select * from {{ ref('agg_pair_strata') }}
),

-- waves that do not compare are not split: a thin one would hide all others
pairs as (
    select * from {{ ref('dim_wave_pairs') }}
    where not_comparable_reason is null
),

factors as (
    select * from {{ ref('dim_pair_factors') }}
),

-- one ballot of a source stands for `rate` of the unit's people; `grown`
-- corrects for the mean that the sample itself gave, and for clusters, which
-- are taken to cost a group what they cost its unit
rated as (
    select
        s.map,
        s.unit_key,
        s.before_wave,
        s.after_wave,
        s.item_code,
        s.wave_code,
        s.is_same_area,
        s.is_after_start,
        s.n_source,
        cast(s.n_answers as double) / s.n_source as share_counted,
        cast(s.weight as double) / s.sum_weight as rate,
        s.cluster_effect
        * (cast(s.n_source as double) / greatest(s.n_source - 1, 1)) as grown,
        g.group_kind,
        g.group_code,
        g.is_others,
        g.n_answers,
        cast(g.sum_weight as double) as w,
        cast(g.satisfied_weight as double) as x,
        cast(g.sum_squared_weight as double) as w2,
        cast(g.satisfied_squared_weight as double) as x2
    from strata as s
    inner join pairs as p
        on
            s.before_wave = p.before_wave
            and s.after_wave = p.after_wave
            and s.item_code = p.item_code
    inner join sides as g
        on
            s.source_unit_key = g.unit_key
            and s.wave_code = g.wave_code
            and s.item_code = g.item_code
),

-- decimals, so that two runs add up to the same last digit
items as (
    select
        map,
        unit_key,
        before_wave,
        after_wave,
        item_code,
        wave_code,
        group_kind,
        group_code,
        is_others,
        bool_and(is_same_area) as is_same_area,
        bool_and(is_after_start) as is_after_start,
        cast(
            sum(cast(n_answers * share_counted as decimal(18, 6))) as double
        ) as n_answers,
        {% for name, term in {
            'size': 'rate * w',
            'satisfied': 'rate * x',
            'square_satisfied': 'rate * rate * grown * x2',
            'square_all': 'rate * rate * grown * w2',
            'mean_satisfied': 'rate * rate * grown * x * x / n_source',
            'mean_both': 'rate * rate * grown * x * w / n_source',
            'mean_all': 'rate * rate * grown * w * w / n_source',
        }.items() -%}
            cast(sum(cast({{ term }} as decimal(30, 24))) as double)
                as {{ name }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from rated
    group by
        map, unit_key, before_wave, after_wave, item_code, wave_code,
        group_kind, group_code, is_others
),

-- a factor is the average of its items, item by item equal
scores as (
    select
        i.map,
        i.unit_key,
        i.before_wave,
        i.after_wave,
        f.factor_code as item_code,
        i.wave_code,
        i.group_kind,
        i.group_code,
        i.is_others,
        bool_and(i.is_same_area) as is_same_area,
        bool_and(i.is_after_start) as is_after_start,
        {% for name in [
            'n_answers', 'size', 'satisfied', 'square_satisfied', 'square_all',
            'mean_satisfied', 'mean_both', 'mean_all',
        ] -%}
            cast(
                sum(cast(i.{{ name }} as decimal(30, 18)))
                / max(f.n_factor_items) as double
            ) as {{ name }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from items as i
    inner join factors as f
        on
            i.before_wave = f.before_wave
            and i.after_wave = f.after_wave
            and i.item_code = f.item_code
    group by
        i.map, i.unit_key, i.before_wave, i.after_wave, f.factor_code,
        i.wave_code, i.group_kind, i.group_code, i.is_others
),

agg_pair_respondents as (
    select
        *,
        'item' as item_kind
    from items
    union all
    select
        *,
        'factor' as item_kind
    from scores
)

select * from agg_pair_respondents
