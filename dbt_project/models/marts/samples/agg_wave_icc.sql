{# A survey's days are clusters from this correlation on, if chance does not
   explain it. #}
{% set min_day_icc = 0.02 -%}

with spreads as (
    select * from {{ ref('agg_cluster_spreads') }}
),

shares as (
    select * from {{ ref('agg_wave_shares') }}
),

-- on the scale of ballots, so that a unit of large weights does not lead
scaled as (
    select
        c.wave_code,
        c.front_wave,
        c.item_code,
        c.cluster_kind,
        c.df,
        c.n_pairs,
        power(s.n_answers / s.sum_weight, 2) * c.excess as excess,
        power(s.n_answers / s.sum_weight, 2) * s.share * (1 - s.share)
        * c.compared_weight as shared,
        power(s.n_answers / s.sum_weight, 2) * c.excess_mean as excess_mean,
        power(s.n_answers / s.sum_weight, 2) * s.level_variance
        * c.compared_weight as shared_mean
    from spreads as c
    inner join shares as s
        on
            c.wave_code = s.wave_code
            and c.front_wave = s.front_wave
            and c.unit_key = s.unit_key
            and c.item_code = s.item_code
),

items as (
    select
        wave_code,
        front_wave,
        item_code,
        cluster_kind,
        cast(sum(df) as bigint) as df,
        sum(n_pairs) as n_pairs,
        sum(excess) as excess,
        sum(shared) as shared,
        sum(excess_mean) as excess_mean,
        sum(shared_mean) as shared_mean
    from scaled
    group by wave_code, front_wave, item_code, cluster_kind
),

-- one answer for all questions of a wave: who asked on a day asked them all
waves as (
    select
        wave_code,
        front_wave,
        cluster_kind,
        sum(excess) / nullif(sum(shared), 0) as icc,
        sqrt(2 / nullif(avg(n_pairs), 0)) as se
    from items
    group by wave_code, front_wave, cluster_kind
),

agg_wave_icc as (
    select
        i.wave_code,
        i.front_wave,
        i.item_code,
        i.cluster_kind,
        i.df,
        -- too few clusters to tell: ballots of one count as one answer
        case
            when i.df < 3 or i.shared <= 0 then 1
            else greatest(0, least(1, i.excess / i.shared))
        end as icc,
        case
            when i.df < 3 or i.shared_mean <= 0 then 1
            else greatest(0, least(1, i.excess_mean / i.shared_mean))
        end as icc_mean,
        i.cluster_kind <> 'day'
        or coalesce(
            w.icc > greatest({{ min_day_icc }}, 1.96 * w.se), false
        ) as is_used
    from items as i
    inner join waves as w
        on
            i.wave_code = w.wave_code
            and i.front_wave = w.front_wave
            and i.cluster_kind = w.cluster_kind
)

select * from agg_wave_icc
