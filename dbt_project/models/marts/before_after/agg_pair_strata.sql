with levels as (
    select * from {{ ref('agg_stratum_levels') }}
    where stream in ('before', 'after')
),

pairs as (
    select * from {{ ref('dim_wave_pairs') }}
),

sizes as (
    select * from {{ ref('agg_unit_sizes') }}
),

ancestors as (
    select * from {{ ref('int_unit_ancestors') }}
),

totals as (
    select
        map,
        unit_key,
        wave_code,
        item_code,
        sum(n_answers) as n_answers,
        -- restated ballots count for the precision they really carry
        cast(
            sum(n_answers) * sum(n_answers) / sum(n_squared_weight)
            as decimal(18, 6)
        ) as n_effective,
        bool_or(has_split) as has_split
    from levels
    group by map, unit_key, wave_code, item_code
),

sides as (
    select
        p.before_wave,
        p.after_wave,
        p.item_code,
        t.wave_code,
        t.map,
        t.unit_key as stratum_key,
        t.n_answers,
        t.n_effective,
        t.has_split,
        count(*) over (
            partition by
                p.before_wave, p.after_wave, p.item_code, t.map, t.unit_key
        ) = 2 as is_in_both
    from pairs as p
    inner join totals as t
        on
            p.item_code = t.item_code
            and t.wave_code in (p.before_wave, p.after_wave)
),

raised as (
    select
        s.map,
        a.ancestor_unit_key as unit_key,
        s.before_wave,
        s.after_wave,
        s.item_code,
        s.wave_code,
        s.stratum_key,
        s.n_answers,
        s.n_effective,
        s.has_split,
        -- on today's map both waves stand on the same strata; then, each on its
        -- own, for the units differ
        s.map = 'then' or s.is_in_both or a.distance = 0 as is_used,
        z.n_served
    from sides as s
    inner join ancestors as a
        on s.map = a.map and s.stratum_key = a.unit_key
    left join sizes as z
        on s.map = z.map and s.stratum_key = z.unit_key
),

-- a stratum weighs as many people as it served; one whose cases are unknown
-- weighs as the average of its neighbours, and if none is known all are equal
sized as (
    select
        *,
        cast(
            coalesce(
                nullif(n_served, 0), avg(nullif(n_served, 0)) over side, 1
            ) * cast(is_used as integer)
            as decimal(18, 6)
        ) as size
    from raised
    window side as (
        partition by
            map, unit_key, before_wave, after_wave, item_code, wave_code
    )
),

agg_pair_strata as (
    select
        map,
        unit_key,
        before_wave,
        after_wave,
        item_code,
        wave_code,
        stratum_key,
        n_answers,
        n_effective,
        has_split,
        cast(
            coalesce(size / nullif(sum(size) over side, 0), 0)
            as decimal(18, 12)
        ) as weight
    from sized
    window side as (
        partition by
            map, unit_key, before_wave, after_wave, item_code, wave_code
    )
)

select * from agg_pair_strata
