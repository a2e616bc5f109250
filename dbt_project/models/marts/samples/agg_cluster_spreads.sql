with clusters as (
    select * from {{ ref('agg_wave_clusters') }}
),

shares as (
    select * from {{ ref('agg_wave_shares') }}
),

-- what the ballots and the clusters of a stratum lie off the unit's share, and
-- off its mean level: the sum and the sums of squares
strata as (
    select
        c.wave_code,
        c.front_wave,
        c.unit_key,
        c.item_code,
        c.cluster_kind,
        c.n_pairs,
        cast(c.n_clusters as double) as m,
        cast(c.n_answers as double) as n,
        cast(c.satisfied_weight as double)
        - s.share * cast(c.sum_weight as double) as off,
        cast(c.satisfied_squared_weight as double) * (1 - 2 * s.share)
        + s.share * s.share * cast(c.sum_squared_weight as double)
            as ballot_squares,
        cast(c.cluster_squared_satisfied as double)
        - 2 * s.share * cast(c.cluster_satisfied_weight as double)
        + s.share * s.share * cast(c.cluster_squared_weight as double)
            as cluster_squares,
        cast(c.level_weight as double)
        - s.mean * cast(c.sum_weight as double) as off_mean,
        cast(c.level_square_squared_weight as double)
        - 2 * s.mean * cast(c.level_squared_weight as double)
        + s.mean * s.mean * cast(c.sum_squared_weight as double)
            as ballot_squares_mean,
        cast(c.cluster_squared_level as double)
        - 2 * s.mean * cast(c.cluster_level_weight as double)
        + s.mean * s.mean * cast(c.cluster_squared_weight as double)
            as cluster_squares_mean,
        cast(c.cluster_squared_weight - c.sum_squared_weight as double)
            as shared_weight
    from clusters as c
    inner join shares as s
        on
            c.wave_code = s.wave_code
            and c.front_wave = s.front_wave
            and c.unit_key = s.unit_key
            and c.item_code = s.item_code
),

-- Taylor's variance with replacement; one cluster alone in its stratum counts
-- by its distance from the share, a cautious guess
spread as (
    select
        *,
        {% for of in ['', '_mean'] -%}
            case
                when m > 1
                    then
                        (cluster_squares{{ of }} - power(off{{ of }}, 2) / m)
                        * m / (m - 1)
                else cluster_squares{{ of }}
            end as by_cluster{{ of }},
            case
                when n > 1
                    then
                        (ballot_squares{{ of }} - power(off{{ of }}, 2) / n)
                        * n / (n - 1)
                else ballot_squares{{ of }}
            end as by_ballot{{ of }},
        {% endfor -%}
        m > 1 as is_repeated
    from strata
),

agg_cluster_spreads as (
    select
        wave_code,
        front_wave,
        unit_key,
        item_code,
        cluster_kind,
        cast(sum(m) as bigint) as n_clusters,
        cast(sum(m - 1) as bigint) as df,
        {% for of in ['', '_mean'] -%}
            sum(by_cluster{{ of }}) as by_cluster{{ of }},
            sum(by_ballot{{ of }}) as by_ballot{{ of }},
            sum(
                case
                    when is_repeated then by_cluster{{ of }} - by_ballot{{ of }}
                    else 0
                end
            ) as excess{{ of }},
        {% endfor -%}
        sum(shared_weight) as shared_weight,
        -- a single cluster says nothing of how alike its ballots are
        sum(case when is_repeated then shared_weight else 0 end)
            as compared_weight,
        cast(sum(case when is_repeated then n_pairs else 0 end) as bigint)
            as n_pairs
    from spread
    group by wave_code, front_wave, unit_key, item_code, cluster_kind
)

select * from agg_cluster_spreads
