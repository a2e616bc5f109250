with cells as (
    select * from {{ ref('agg_answer_cells') }}
    where
        front_wave <> 'none'
        and stream in ('service', 'independent')
        and {{ is_counted_answer() }}
        and unit_key is not null
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
        c.unit_key,
        c.item_code,
        c.is_satisfied,
        c.n_answers,
        cast(year(f.opened_on) as varchar) || '-Q'
        || cast(quarter(f.opened_on) as varchar) as period
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

sources as (
    select
        period,
        item_code,
        unit_key,
        {% for side in ['service', 'independent'] -%}
            sum(case when stream = '{{ side }}' then n_answers else 0 end)
                as n_{{ side }},
            sum(
                case
                    when stream = '{{ side }}' and is_satisfied then n_answers
                    else 0
                end
            ) as n_{{ side }}_satisfied
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from paired
    group by period, item_code, unit_key
),

-- a survey without a ballot of the unit's own is no comparison
agg_gap_strata as (
    select
        s.map,
        a.ancestor_unit_key as unit_key,
        c.period,
        c.item_code,
        s.unit_key as stratum_key,
        c.unit_key as source_unit_key,
        s.weight as share_moved,
        cast(c.n_service as double) as n_service,
        cast(c.n_service_satisfied as double) as n_service_satisfied,
        cast(c.n_independent as double) as n_independent,
        cast(c.n_independent_satisfied as double) as n_independent_satisfied
    from sources as c
    inner join shares as s on c.unit_key = s.source_unit_key
    inner join ancestors as a
        on s.map = a.map and s.unit_key = a.unit_key
)

select * from agg_gap_strata
