{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

{# What is summed of each ballot, times its weight and its weight squared. #}
{% set key = 'wave_code, front_wave, unit_key, item_code, cluster_kind' -%}
{% set values = {
    'w': '1', 'x': 'case when is_satisfied then 1 else 0 end', 'y': 'level',
    'z': 'level * level',
} -%}

-- what the files say of how each wave was drawn; most say nothing
with designs as (
    select
        wave_code,
        case
            when count(psu) > 0 then 'psu'
            when count(respondent) > 0 then 'respondent'
            else 'none'
        end as cluster_kind
    from {{ ref('int_answers') }}
    where
        (psu is not null or respondent is not null or stratum is not null)
        and {{ is_in_changed_wave() }}
    group by wave_code
),

ballots as (
    select
        wave_code,
        ballot_id,
        stream,
        instrument,
        unit_key,
        weight,
        case when stream = 'service' then front_wave else 'none' end
            as front_wave
    from {{ ref('fct_ballots') }}
    where
        left_out = 'none'
        and unit_key is not null
        and {{ is_in_changed_wave() }}
        -- a unit's own ballots are read only where a survey compares with them
        and (
            stream in ('before', 'after', 'independent', 'supervision')
            or (
                stream = 'service'
                and front_wave <> 'none'
                and wave_code in (select d.wave_code from designs as d)
            )
        )
),

judged as (
    select
        b.*,
        a.item_code,
        a.psu,
        a.respondent,
        a.answered_on,
        coalesce(a.stratum, '') as stratum,
        i.satisfied_from,
        case
            when i.is_reversed then i.scale_min + i.scale_max - a.level
            else a.level
        end as level
    from {{ ref('int_answers') }} as a
    inner join ballots as b
        on a.wave_code = b.wave_code and a.ballot_id = b.ballot_id
    inner join {{ ref('stg_items') }} as i
        on b.instrument = i.instrument and a.item_code = i.item_code
    where not {{ is_off_scale('a.level', 'i') }}
),

-- one person is one cluster in whatever strata; sample points are often
-- numbered anew in each. A day counts as one only of a survey without points.
members as (
    select
        j.*,
        j.level >= j.satisfied_from as is_satisfied,
        d.cluster_kind,
        case
            when d.cluster_kind = 'psu' and j.psu is not null
                then 'psu ' || j.stratum || ' ' || j.psu
            when j.respondent is not null then 'respondent ' || j.respondent
            else 'ballot ' || j.ballot_id
        end as cluster
    from judged as j
    inner join designs as d on j.wave_code = d.wave_code
    union all
    select
        j.*,
        j.level >= j.satisfied_from as is_satisfied,
        'day' as cluster_kind,
        coalesce(
            cast(j.answered_on as string), 'ballot ' || j.ballot_id
        ) as cluster
    from judged as j
    left join designs as d on j.wave_code = d.wave_code
    where j.stream <> 'service' and coalesce(d.cluster_kind, '') <> 'psu'
),

clusters as (
    select
        {{ key }},
        min(stratum) as stratum,
        count(*) as n,
        {% for name, value in values.items() -%}
            cast(sum({{ product('weight', value) }}) as decimal(30, 6))
                as {{ name }},
            cast(
                sum({{ product(squared_weight('weight'), value) }})
                as decimal(38, 12)
            ) as {{ name }}2{% if not loop.last %},{% endif %}
        {% endfor %}
    from members
    group by {{ key }}, cluster
),

-- sums only: no row says who answered
agg_wave_clusters as (
    select
        {{ key }},
        stratum,
        count(*) as n_clusters,
        cast(sum(n) as bigint) as n_answers,
        cast(sum(n * (n - 1)) as bigint) as n_pairs,
        {% for name, term in {
            'sum_weight': 'w', 'satisfied_weight': 'x', 'level_weight': 'y',
            'level_square_weight': 'z',
        }.items() -%}
            cast(sum({{ term }}) as decimal(38, 6)) as {{ name }},
        {% endfor -%}
        {% for name, term in {
            'sum_squared_weight': 'w2', 'satisfied_squared_weight': 'x2',
            'level_squared_weight': 'y2', 'level_square_squared_weight': 'z2',
            'cluster_squared_weight': product('w', 'w'),
            'cluster_satisfied_weight': product('x', 'w'),
            'cluster_squared_satisfied': product('x', 'x'),
            'cluster_level_weight': product('y', 'w'),
            'cluster_squared_level': product('y', 'y'),
        }.items() -%}
            cast(sum({{ term }}) as decimal(38, 12)) as {{ name }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from clusters
    group by {{ key }}, stratum
)

select * from agg_wave_clusters
