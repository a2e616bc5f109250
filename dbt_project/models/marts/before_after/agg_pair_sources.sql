with samples as (
    select * from {{ ref('agg_wave_precisions') }}
    where front_wave = 'none'
),

pairs as (
    select * from {{ ref('dim_wave_pairs') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
    where is_own
),

sizes as (
    select * from {{ ref('agg_unit_sizes') }}
    where map = 'then'
),

units as (
    select * from {{ ref('int_units') }}
),

-- the ballots of a unit as it was serve every unit that its people live in now
sources as (
    select
        s.map,
        p.before_wave,
        p.after_wave,
        p.item_code,
        t.wave_code,
        s.unit_key as stratum_key,
        t.unit_key as source_unit_key,
        t.n_answers,
        t.n_effective,
        t.mean_effective,
        t.sum_weight,
        t.cluster_effect,
        t.cluster_kind,
        t.n_clusters,
        s.weight,
        s.is_split,
        -- what was asked once a unit had started is no "before" of it
        coalesce(u.model_start_date <= p.before_until, false)
            as is_after_start,
        nullif(z.n_served, 0) as n_served
    from pairs as p
    inner join samples as t
        on
            p.item_code = t.item_code
            and t.wave_code in (p.before_wave, p.after_wave)
    inner join shares as s on t.unit_key = s.source_unit_key
    inner join units as u on s.unit_key = u.unit_key
    left join sizes as z on t.unit_key = z.unit_key
),

-- a source counts by the people it brings; where the cases of one are unknown,
-- all of the stratum count by their ballots
sized as (
    select
        *,
        cast(
            weight * case
                when count(n_served) over side = count(*) over side
                    then n_served
                else n_answers
            end as decimal(28, 9)
        ) as size,
        min(wave_code) over stratum <> max(wave_code) over stratum as is_in_both
    from sources
    window
        side as (
            partition by
                map, before_wave, after_wave, item_code, wave_code, stratum_key
        ),
        stratum as (
            partition by map, before_wave, after_wave, item_code, stratum_key
        )
),

agg_pair_sources as (
    select
        map,
        before_wave,
        after_wave,
        item_code,
        wave_code,
        stratum_key,
        source_unit_key,
        n_answers as n_source,
        n_effective,
        mean_effective,
        sum_weight,
        cluster_effect,
        cluster_kind,
        cast(n_clusters * weight as decimal(18, 6)) as n_clusters,
        cast(n_answers * weight as decimal(18, 6)) as n_answers,
        is_split,
        is_in_both,
        is_after_start,
        cast(weight as decimal(18, 9)) as share_moved,
        cast(
            cast(size as double) / sum(size) over side as decimal(18, 12)
        ) as weight
    from sized
    window side as (
        partition by
            map, before_wave, after_wave, item_code, wave_code, stratum_key
    )
)

select * from agg_pair_sources
