with shares as (
    select * from {{ ref('agg_wave_shares') }}
    where front_wave = 'none'
),

precisions as (
    select * from {{ ref('agg_wave_precisions') }}
    where front_wave = 'none'
),

waves as (
    select * from {{ ref('dim_waves') }}
    where stream in ('before', 'after', 'independent', 'supervision')
),

sizes as (
    select * from {{ ref('agg_unit_sizes') }}
),

frames as (
    select * from {{ ref('agg_unit_frames') }}
),

ancestors as (
    select * from {{ ref('int_unit_ancestors') }}
),

moved as (
    select * from {{ ref('int_unit_shares') }}
    where is_own
),

-- what weights and clusters leave of the ballots of the unit that was asked
sources as (
    select
        s.wave_code,
        w.stream,
        s.unit_key,
        s.item_code,
        s.n_answers,
        s.sum_weight,
        s.share,
        coalesce(
            cast(p.n_effective as double),
            cast(s.n_answers as double) / s.weight_effect
        ) as n_effective,
        p.cluster_kind,
        p.n_clusters
    from shares as s
    inner join waves as w on s.wave_code = w.wave_code
    left join precisions as p
        on
            s.wave_code = p.wave_code
            and s.unit_key = p.unit_key
            and s.item_code = p.item_code
),

raised as (
    select
        m.map,
        a.ancestor_unit_key as unit_key,
        c.wave_code,
        c.stream,
        c.item_code,
        m.unit_key as stratum_key,
        c.unit_key as source_unit_key,
        m.weight as share_moved,
        c.n_answers,
        c.sum_weight,
        c.share,
        c.n_effective,
        c.cluster_kind,
        cast(c.n_clusters as double) * m.weight as n_clusters,
        z.n_served,
        f.n_in_frame
    from sources as c
    inner join moved as m on c.unit_key = m.source_unit_key
    inner join ancestors as a
        on m.map = a.map and m.unit_key = a.unit_key
    left join sizes as z
        on m.map = z.map and m.unit_key = z.unit_key
    left join frames as f
        on
            m.map = f.map
            and m.unit_key = f.unit_key
            and c.wave_code = f.wave_code
            and c.unit_key = f.source_unit_key
),

-- as in agg_pair_strata: a stratum weighs as many people as it served; one
-- whose cases are unknown weighs as the average of its neighbours. Where all
-- were drawn from a list, it weighs as many households or dossiers as its list
agg_wave_strata as (
    select
        map,
        unit_key,
        wave_code,
        stream,
        item_code,
        stratum_key,
        source_unit_key,
        share_moved,
        n_answers,
        sum_weight,
        share,
        n_effective,
        coalesce(
            cast(nullif(n_served, 0) as double),
            cast(sum(nullif(n_served, 0)) over figure as double)
            / count(nullif(n_served, 0)) over figure,
            1
        ) as n_served,
        case
            when count(n_in_frame) over figure = count(*) over figure
                then cast(n_in_frame as double)
        end as n_in_frame,
        cluster_kind,
        n_clusters
    from raised
    window figure as (partition by map, unit_key, wave_code, item_code)
)

select * from agg_wave_strata
