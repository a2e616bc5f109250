with strata as (
    select * from {{ ref('agg_pair_strata') }}
),

levels as (
    select * from {{ ref('agg_wave_levels') }}
),

factors as (
    select * from {{ ref('dim_pair_factors') }}
),

sums as (
    select
        unit_key,
        wave_code,
        item_code,
        cast(
            sum(case when is_satisfied then sum_weight else 0 end) as double
        ) / sum(sum_weight) as share,
        cast(sum(level * sum_weight) as double) / sum(sum_weight) as mean,
        cast(sum(level * level * sum_weight) as double) / sum(sum_weight)
            as mean_square
    from levels
    group by unit_key, wave_code, item_code
),

items as (
    select
        s.map,
        s.unit_key,
        s.before_wave,
        s.after_wave,
        s.item_code,
        s.wave_code,
        s.source_unit_key,
        s.weight,
        cast(s.n_source as decimal(24, 12)) as n_source,
        s.n_effective,
        s.mean_effective,
        cast(m.share * s.n_source as decimal(24, 12)) as n_satisfied,
        cast(m.mean * s.n_source as decimal(24, 12)) as sum_level,
        cast(m.mean_square * s.n_source as decimal(24, 12))
            as sum_squared_level,
        s.cluster_kind,
        s.n_clusters
    from strata as s
    inner join sums as m
        on
            s.source_unit_key = m.unit_key
            and s.wave_code = m.wave_code
            and s.item_code = m.item_code
),

-- the ballots of a factor are those of its items, counted once
scores as (
    select
        i.map,
        i.unit_key,
        i.before_wave,
        i.after_wave,
        f.factor_code as item_code,
        i.wave_code,
        i.source_unit_key,
        {% for column in [
            'weight', 'n_source', 'n_effective', 'mean_effective',
            'n_satisfied', 'sum_level', 'sum_squared_level',
        ] -%}
            cast(
                cast(sum(i.{{ column }}) as double) / max(f.n_factor_items)
                as decimal(24, 12)
            ) as {{ column }},
        {% endfor -%}
        max(i.cluster_kind) as cluster_kind,
        max(i.n_clusters) as n_clusters
    from items as i
    inner join factors as f
        on
            i.before_wave = f.before_wave
            and i.after_wave = f.after_wave
            and i.item_code = f.item_code
    group by
        i.map, i.unit_key, i.before_wave, i.after_wave, f.factor_code,
        i.wave_code, i.source_unit_key
),

agg_pair_moments as (
    select * from items
    union all
    select * from scores
)

select * from agg_pair_moments
