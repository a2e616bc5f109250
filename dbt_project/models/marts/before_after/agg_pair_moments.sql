with strata as (
    select * from {{ ref('agg_pair_strata') }}
    where weight > 0
),

levels as (
    select * from {{ ref('agg_stratum_levels') }}
),

pairs as (
    select * from {{ ref('dim_wave_pairs') }}
),

factors as (
    select distinct criterion_code
    from {{ ref('dim_criteria') }}
    where criterion_kind = 'factor'
),

sums as (
    select
        map,
        unit_key,
        wave_code,
        item_code,
        sum(case when is_satisfied then n_answers else 0 end)
            as n_satisfied,
        cast(sum(level * n_answers) as decimal(24, 6)) as sum_level,
        cast(sum(level * level * n_answers) as decimal(24, 6))
            as sum_squared_level
    from levels
    group by map, unit_key, wave_code, item_code
),

items as (
    select
        s.map,
        s.unit_key,
        s.before_wave,
        s.after_wave,
        s.item_code,
        s.wave_code,
        s.stratum_key,
        s.weight,
        s.n_answers,
        s.n_effective,
        m.n_satisfied,
        m.sum_level,
        m.sum_squared_level
    from strata as s
    inner join sums as m
        on
            s.map = m.map
            and s.stratum_key = m.unit_key
            and s.wave_code = m.wave_code
            and s.item_code = m.item_code
),

-- the ballots of a factor are those of its items, counted once
factor_sizes as (
    select
        q.before_wave,
        q.after_wave,
        q.criterion_code,
        count(*) as n_items
    from pairs as q
    inner join factors as f on q.criterion_code = f.criterion_code
    group by q.before_wave, q.after_wave, q.criterion_code
),

scores as (
    select
        i.map,
        i.unit_key,
        i.before_wave,
        i.after_wave,
        q.criterion_code as item_code,
        i.wave_code,
        i.stratum_key,
        {% for column in [
            'weight', 'n_answers', 'n_effective', 'n_satisfied', 'sum_level',
            'sum_squared_level',
        ] -%}
            cast(sum(i.{{ column }}) / max(z.n_items) as decimal(24, 12))
                as {{ column }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from items as i
    inner join pairs as q
        on
            i.before_wave = q.before_wave
            and i.after_wave = q.after_wave
            and i.item_code = q.item_code
    inner join factor_sizes as z
        on
            i.before_wave = z.before_wave
            and i.after_wave = z.after_wave
            and q.criterion_code = z.criterion_code
    group by
        i.map, i.unit_key, i.before_wave, i.after_wave, q.criterion_code,
        i.wave_code, i.stratum_key
),

agg_pair_moments as (
    select * from items
    union all
    select * from scores
)

select * from agg_pair_moments
