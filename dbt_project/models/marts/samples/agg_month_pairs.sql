with ballots as (
    select * from {{ ref('fct_ballots') }}
    where
        stream = 'service'
        and is_within_wave
        and is_satisfied is not null
        and on_day is not null
),

clusters as (
    select * from {{ ref('int_ballot_clusters') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

voted as (
    select
        b.unit_key,
        coalesce(b.instrument, 'unknown')
        || '/' || coalesce(b.mode, 'unknown') as tool,
        cast(date_trunc('month', b.on_day) as date) as month,
        c.cluster,
        count(*) as n,
        count(*) filter (where b.is_satisfied) as x
    from ballots as b
    inner join clusters as c
        on b.wave_code = c.wave_code and b.ballot_id = c.ballot_id
    group by
        b.unit_key, b.instrument, b.mode, date_trunc('month', b.on_day),
        c.cluster
),

-- a unit that was split has its part of the pairs of one of its ballots' units,
-- and the product of the parts of those of two
placed as (
    select
        s.map,
        s.unit_key,
        s.unit_level,
        v.tool,
        v.month,
        v.cluster,
        {% for name in ['n', 'x'] -%}
            cast(
                sum(s.weight * v.{{ name }} * (v.{{ name }} - 1))
                + sum(s.weight * v.{{ name }}) * sum(s.weight * v.{{ name }})
                - sum(s.weight * v.{{ name }} * s.weight * v.{{ name }})
                as decimal(24, 12)
            ) as {{ name }}_pairs{% if not loop.last %},{% endif %}
        {% endfor %}
    from voted as v
    inner join shares as s on v.unit_key = s.source_unit_key
    group by s.map, s.unit_key, s.unit_level, v.tool, v.month, v.cluster
),

agg_month_pairs as (
    select
        map,
        unit_key,
        unit_level,
        tool,
        month,
        count(*) as n_clusters,
        cast(sum(n_pairs) as double) as n_pairs,
        cast(sum(x_pairs) as double) as n_satisfied_pairs
    from placed
    where n_pairs > 0
    group by map, unit_key, unit_level, tool, month
)

select * from agg_month_pairs
