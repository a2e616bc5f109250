with cells as (
    select * from {{ ref('agg_answer_cells') }}
    where
        front_wave <> 'none'
        and stream in ('service', 'independent')
        and {{ is_counted_answer() }}
        and unit_key is not null
),

precisions as (
    select * from {{ ref('agg_wave_precisions') }}
),

waves as (
    select * from {{ ref('dim_waves') }}
),

items as (
    select * from {{ ref('dim_items') }}
),

ancestors as (
    select * from {{ ref('int_unit_ancestors') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
    where is_own
),

-- ballots of the days of one survey of the Front, on one question and scale
paired as (
    select
        c.stream,
        c.wave_code,
        c.front_wave,
        c.unit_key,
        c.item_code,
        c.is_satisfied,
        c.n_answers,
        c.sum_weight,
        cast(year(f.opened_on) as string) || '-Q'
        || cast(quarter(f.opened_on) as string) as period
    from cells as c
    inner join waves as f on c.front_wave = f.wave_code
    inner join items as a
        on f.instrument = a.instrument and c.item_code = a.item_code
    inner join items as b
        on
            c.instrument = b.instrument
            and a.item_code = b.item_code
            and a.scale_min = b.scale_min
            and a.scale_max = b.scale_max
            and a.satisfied_from = b.satisfied_from
            and a.is_reversed = b.is_reversed
),

-- each wave by its weights, on as many ballots as its share is worth
waves_of_days as (
    select
        c.period,
        c.front_wave,
        c.item_code,
        c.unit_key,
        c.stream,
        cast(sum(c.n_answers) as double) as n,
        cast(sum(c.n_answers) as double)
        * cast(
            sum(case when c.is_satisfied then c.sum_weight else 0 end) as double
        ) / cast(sum(c.sum_weight) as double) as n_satisfied,
        cast(
            coalesce(max(p.n_effective), sum(c.n_answers)) as double
        ) as n_effective
    from paired as c
    left join precisions as p
        on
            c.wave_code = p.wave_code
            and c.unit_key = p.unit_key
            and c.item_code = p.item_code
            and case when c.stream = 'service' then c.front_wave else 'none' end
            = p.front_wave
    group by
        c.period, c.item_code, c.unit_key, c.stream, c.wave_code, c.front_wave
),

-- two surveys of a quarter are two comparisons: each has its days and people
sources as (
    select
        period,
        front_wave,
        item_code,
        unit_key,
        {% for side in ['service', 'independent'] -%}
            sum(case when stream = '{{ side }}' then n else 0 end)
                as n_{{ side }},
            sum(case when stream = '{{ side }}' then n_satisfied else 0 end)
                as n_{{ side }}_satisfied,
            sum(
                case
                    when stream = '{{ side }}' then n * n / n_effective
                    else 0
                end
            ) as n_{{ side }}_spread{% if not loop.last %},{% endif %}
        {% endfor %}
    from waves_of_days
    group by period, front_wave, item_code, unit_key
),

-- a survey without a ballot of the unit's own is no comparison
agg_gap_strata as (
    select
        s.map,
        a.ancestor_unit_key as unit_key,
        c.period,
        c.item_code,
        c.front_wave,
        s.unit_key as stratum_key,
        c.unit_key as source_unit_key,
        s.weight as share_moved,
        {% for side in ['service', 'independent'] -%}
            c.n_{{ side }},
            c.n_{{ side }}_satisfied,
            coalesce(
                c.n_{{ side }} * c.n_{{ side }}
                / nullif(c.n_{{ side }}_spread, 0), 0
            ) as n_{{ side }}_effective{% if not loop.last %},{% endif %}
        {% endfor %}
    from sources as c
    inner join shares as s on c.unit_key = s.source_unit_key
    inner join ancestors as a
        on s.map = a.map and s.unit_key = a.unit_key
)

select * from agg_gap_strata
