with strata as (
    select * from {{ ref('agg_pair_strata') }}
),

levels as (
    select * from {{ ref('agg_wave_levels') }}
),

factors as (
    select * from {{ ref('dim_pair_factors') }}
),

precisions as (
    select
        map,
        unit_key,
        before_wave,
        after_wave,
        item_code,
        wave_code,
        -- decimals, so that two runs add up to the same last digit
        1 / cast(nullif(sum(cast(
            cast(weight * weight as double) / n_effective as decimal(30, 18)
        )), 0) as double) as n_effective
    from strata
    group by map, unit_key, before_wave, after_wave, item_code, wave_code
),

-- the level shares of the sources, weighed, on as many ballots as the weighed
-- figure is worth
items as (
    select
        s.map,
        s.unit_key,
        s.before_wave,
        s.after_wave,
        s.item_code,
        s.wave_code,
        l.level,
        bool_or(l.is_satisfied) as is_satisfied,
        bool_or(s.has_split) as has_split,
        bool_and(s.is_same_area) as is_same_area,
        bool_and(s.is_after_start) as is_after_start,
        cast(
            sum(cast(s.n_answers * l.n_answers as double) / s.n_source)
            as decimal(18, 6)
        ) as n_answers,
        cast(
            max(p.n_effective)
            * sum(cast(
                cast(s.weight * cast(l.sum_weight as decimal(19, 6)) as double)
                / s.sum_weight
                as decimal(30, 18)
            ))
            as decimal(18, 6)
        ) as n_weighed
    from strata as s
    inner join levels as l
        on
            s.source_unit_key = l.unit_key
            and s.wave_code = l.wave_code
            and s.item_code = l.item_code
    inner join precisions as p
        on
            s.map = p.map
            and s.unit_key = p.unit_key
            and s.before_wave = p.before_wave
            and s.after_wave = p.after_wave
            and s.item_code = p.item_code
            and s.wave_code = p.wave_code
    group by
        s.map, s.unit_key, s.before_wave, s.after_wave, s.item_code,
        s.wave_code, l.level
),

-- a factor is the average of its items' histograms, item by item equal
scores as (
    select
        i.map,
        i.unit_key,
        i.before_wave,
        i.after_wave,
        f.factor_code as item_code,
        i.wave_code,
        i.level,
        bool_or(i.is_satisfied) as is_satisfied,
        bool_or(i.has_split) as has_split,
        bool_and(i.is_same_area) as is_same_area,
        bool_and(i.is_after_start) as is_after_start,
        cast(sum(i.n_answers) as double) / max(f.n_factor_items) as n_answers,
        cast(sum(i.n_weighed) as double) / max(f.n_factor_items) as n_weighed
    from items as i
    inner join factors as f
        on
            i.before_wave = f.before_wave
            and i.after_wave = f.after_wave
            and i.item_code = f.item_code
    group by
        i.map, i.unit_key, i.before_wave, i.after_wave, f.factor_code,
        i.wave_code, i.level
),

agg_pair_levels as (
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

select * from agg_pair_levels
