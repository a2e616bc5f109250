with sources as (
    select * from {{ ref('agg_pair_sources') }}
),

sizes as (
    select * from {{ ref('agg_unit_sizes') }}
),

frames as (
    select
        map,
        unit_key,
        wave_code,
        sum(n_in_frame) as n_in_frame
    from {{ ref('agg_unit_frames') }}
    group by map, unit_key, wave_code
),

ancestors as (
    select * from {{ ref('int_unit_ancestors') }}
),

-- how much of the area of a unit as it was has ballots in both waves
areas as (
    select
        before_wave,
        after_wave,
        item_code,
        wave_code,
        source_unit_key,
        sum(share_moved * cast(is_in_both as integer)) as share_in_both
    from sources
    where map = 'today'
    group by before_wave, after_wave, item_code, wave_code, source_unit_key
),

raised as (
    select
        s.*,
        a.ancestor_unit_key as unit_key,
        z.n_served as n_people,
        f.n_in_frame,
        case
            when a.distance = 0 then 1
            when s.is_after_start then 0
            when s.map = 'today' then cast(s.is_in_both as integer)
            else coalesce(e.share_in_both, 0)
        end as share_in_both
    from sources as s
    inner join ancestors as a
        on s.map = a.map and s.stratum_key = a.unit_key
    left join sizes as z
        on s.map = z.map and s.stratum_key = z.unit_key
    left join frames as f
        on
            s.map = f.map
            and s.stratum_key = f.unit_key
            and s.after_wave = f.wave_code
    left join areas as e
        on
            s.before_wave = e.before_wave
            and s.after_wave = e.after_wave
            and s.item_code = e.item_code
            and s.wave_code = e.wave_code
            and s.source_unit_key = e.source_unit_key
),

-- both waves stand on the same area, of units that had not started when asked
-- before; where they share none each stands on its own, and the comparison says
-- so
used as (
    select
        *,
        max(share_in_both) over cell > 0 as is_same_area,
        case
            when max(share_in_both) over cell > 0 then share_in_both else 1
        end as share_used,
        case
            when count(n_in_frame) over cell = count(*) over cell
                then n_in_frame
            else n_people
        end as n_served
    from raised
    window cell as (
        partition by map, unit_key, before_wave, after_wave, item_code
    )
),

-- a stratum weighs the people it served, or the list it was drawn from; one
-- that is unknown weighs as its neighbours on average, or all are equal
sized as (
    select
        *,
        cast(
            cast(share_used as decimal(18, 9)) * weight * coalesce(
                nullif(n_served, 0),
                cast(sum(nullif(n_served, 0)) over side as double)
                / count(nullif(n_served, 0)) over side,
                1
            ) as decimal(28, 12)
        ) as size
    from used
    window side as (
        partition by
            map, unit_key, before_wave, after_wave, item_code, wave_code
    )
),

weighed as (
    select
        *,
        cast(
            cast(size as double) / sum(size) over (
                partition by
                    map, unit_key, before_wave, after_wave, item_code, wave_code
            ) as decimal(18, 12)
        ) as part
    from sized
    where share_used > 0
),

-- a source that serves several strata is one source: its weights add up
agg_pair_strata as (
    select
        map,
        unit_key,
        before_wave,
        after_wave,
        item_code,
        wave_code,
        source_unit_key,
        max(n_source) as n_source,
        max(sum_weight) as sum_weight,
        cast(sum(n_answers) as decimal(18, 6)) as n_answers,
        max(n_effective) as n_effective,
        max(mean_effective) as mean_effective,
        max(cluster_effect) as cluster_effect,
        max(cluster_kind) as cluster_kind,
        cast(sum(n_clusters) as decimal(18, 6)) as n_clusters,
        bool_or(is_split) as has_split,
        bool_and(is_same_area) as is_same_area,
        bool_and(is_after_start) as is_after_start,
        cast(sum(part) as decimal(18, 12)) as weight
    from weighed
    group by
        map, unit_key, before_wave, after_wave, item_code, wave_code,
        source_unit_key
)

select * from agg_pair_strata
