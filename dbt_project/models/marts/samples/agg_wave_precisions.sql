{# Clusters less strata from which a unit's own variance is trusted. #}
{% set min_own_df = 29 -%}

with shares as (
    select * from {{ ref('agg_wave_shares') }}
),

spreads as (
    select * from {{ ref('agg_cluster_spreads') }}
),

correlations as (
    select * from {{ ref('agg_wave_icc') }}
    where is_used
),

-- a variance from few clusters is itself a guess: Korn and Graubard's squared
-- ratio of the 97.5 % points of t and the normal, by Cornish and Fisher
joined as (
    select
        c.*,
        cast(s.n_answers as double) as n,
        s.sum_weight as w,
        s.sum_squared_weight as w2,
        s.share as p,
        s.level_variance,
        i.icc,
        i.icc_mean,
        case
            when c.shared_weight > 0 and i.df between 3 and {{ min_own_df }}
                then
                    power(
                        1 + 1.2104 / cast(i.df as double)
                        + 1.4401 / cast(i.df * i.df as double)
                        + 1.304 / cast(i.df * i.df * i.df as double),
                        2
                    )
            else 1
        end as guessed
    from spreads as c
    inner join correlations as i
        on
            c.wave_code = i.wave_code
            and c.front_wave = i.front_wave
            and c.item_code = i.item_code
            and c.cluster_kind = i.cluster_kind
    inner join shares as s
        on
            c.wave_code = s.wave_code
            and c.front_wave = s.front_wave
            and c.unit_key = s.unit_key
            and c.item_code = s.item_code
),

-- how many times the variance of as many ballots drawn singly
effects as (
    select
        wave_code,
        front_wave,
        unit_key,
        item_code,
        cluster_kind,
        n_clusters,
        case
            when p <= 0 or p >= 1
                then guessed * n * (w2 + icc * shared_weight) / (w * w)
            when df >= {{ min_own_df }}
                then by_cluster * (n - 1) / (w * w * p * (1 - p))
            else
                guessed * (by_ballot + icc * p * (1 - p) * shared_weight)
                * (n - 1) / (w * w * p * (1 - p))
        end as effect,
        case
            when level_variance <= 1e-9
                then guessed * n * (w2 + icc_mean * shared_weight) / (w * w)
            when df >= {{ min_own_df }}
                then by_cluster_mean * (n - 1) / (w * w * level_variance)
            else
                guessed
                * (by_ballot_mean + icc_mean * level_variance * shared_weight)
                * (n - 1) / (w * w * level_variance)
        end as mean_effect
    from joined
),

compared as (
    select
        s.*,
        e.cluster_kind,
        e.n_clusters,
        greatest(s.few_weight_effect, coalesce(e.effect, s.weight_effect))
            as named_effect,
        greatest(
            s.few_weight_effect, coalesce(e.mean_effect, s.mean_weight_effect)
        ) as named_mean_effect,
        coalesce(d.mean_effect, 0) as day_mean_effect,
        d.n_clusters as n_days,
        coalesce(d.effect, 0) as day_effect
    from shares as s
    left join effects as e
        on
            s.wave_code = e.wave_code
            and s.front_wave = e.front_wave
            and s.unit_key = e.unit_key
            and s.item_code = e.item_code
            and e.cluster_kind <> 'day'
    left join effects as d
        on
            s.wave_code = d.wave_code
            and s.front_wave = d.front_wave
            and s.unit_key = d.unit_key
            and s.item_code = d.item_code
            and d.cluster_kind = 'day'
),

agg_wave_precisions as (
    select
        wave_code,
        front_wave,
        unit_key,
        item_code,
        n_answers,
        sum_weight,
        share,
        cast(
            cast(n_answers as double) / greatest(named_effect, day_effect)
            as decimal(18, 6)
        ) as n_effective,
        cast(
            cast(n_answers as double)
            / greatest(named_mean_effect, day_mean_effect) as decimal(18, 6)
        ) as mean_effective,
        greatest(1, greatest(named_effect, day_effect) / weight_effect)
            as cluster_effect,
        case
            when day_effect > named_effect then 'day'
            when cluster_kind <> 'none' then cluster_kind
        end as cluster_kind,
        case
            when day_effect > named_effect then n_days
            when cluster_kind <> 'none' then n_clusters
        end as n_clusters
    from compared
)

select * from agg_wave_precisions
