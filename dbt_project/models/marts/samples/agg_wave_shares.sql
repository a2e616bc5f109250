{# Equal ballots that weighted ones must be worth before their own spread says
   what the weights cost: with fewer, one ballot is its own yardstick. #}
{% set min_worth = 20 -%}
{% set key = ['wave_code', 'front_wave', 'unit_key', 'item_code'] -%}
{% set sums = [
    'n_answers', 'sum_weight', 'sum_squared_weight', 'satisfied_weight',
    'satisfied_squared_weight', 'level_weight', 'level_square_weight',
    'level_squared_weight', 'level_square_squared_weight',
] -%}

with levels as (
    select * from {{ ref('agg_wave_levels') }}
    where stream in ('before', 'after', 'independent', 'supervision')
),

clusters as (
    select * from {{ ref('agg_wave_clusters') }}
),

answers as (
    select
        wave_code,
        'none' as front_wave,
        unit_key,
        item_code,
        n_answers,
        sum_weight,
        sum_squared_weight,
        case when is_satisfied then sum_weight else 0 end as satisfied_weight,
        case when is_satisfied then sum_squared_weight else 0 end
            as satisfied_squared_weight,
        cast(level as double) * cast(sum_weight as double) as level_weight,
        cast(level * level as double) * cast(sum_weight as double)
            as level_square_weight,
        cast(level as double) * cast(sum_squared_weight as double)
            as level_squared_weight,
        cast(level * level as double) * cast(sum_squared_weight as double)
            as level_square_squared_weight
    from levels
    union all
    select
        {{ (key + sums[:5]) | join(',\n        ') }},
        {% for name in sums[5:] -%}
            cast({{ name }} as double) as {{ name }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from clusters
    where front_wave <> 'none'
),

totals as (
    select
        {{ key | join(', ') }},
        cast(sum(n_answers) as bigint) as n_answers,
        cast(sum(n_answers) as double) as n,
        cast(sum(sum_weight) as double) as w,
        cast(sum(sum_squared_weight) as double) as w2,
        cast(sum(satisfied_weight) as double)
        / cast(sum(sum_weight) as double) as p,
        cast(sum(satisfied_squared_weight) as double) as w2_satisfied,
        sum(level_weight) / cast(sum(sum_weight) as double) as mean,
        sum(level_square_weight) / cast(sum(sum_weight) as double)
            as mean_square,
        sum(level_squared_weight) as w2_level,
        sum(level_square_squared_weight) as w2_square
    from answers
    group by {{ key | join(', ') }}
),

-- where few ballots carry the weight it costs Kish's 1 + CV² at the least:
-- beside a ballot that is nearly all of the share the linearised spread is none
few as (
    select
        *,
        case
            when w * w < {{ min_worth }} * w2 then n * w2 / (w * w)
            else 1
        end as few_weight_effect
    from totals
),

-- weights cost precision: the linearised variance of the share, and of the mean
-- level, against that of as many ballots without weights
agg_wave_shares as (
    select
        {{ key | join(', ') }},
        n_answers,
        w as sum_weight,
        w2 as sum_squared_weight,
        p as share,
        few_weight_effect,
        greatest(
            few_weight_effect,
            case
                when p > 0 and p < 1
                    then
                        n * (
                            w2_satisfied * (1 - p) * (1 - p)
                            + (w2 - w2_satisfied) * p * p
                        ) / (w * w * p * (1 - p))
                else n * w2 / (w * w)
            end
        ) as weight_effect,
        mean,
        greatest(mean_square - mean * mean, 0) as level_variance,
        greatest(
            few_weight_effect,
            case
                when mean_square - mean * mean > 1e-9
                    then
                        n * (w2_square - 2 * mean * w2_level + mean * mean * w2)
                        / (w * w * (mean_square - mean * mean))
                else n * w2 / (w * w)
            end
        ) as mean_weight_effect
    from few
)

select * from agg_wave_shares
