{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

{% set kinds = [
    'age_band', 'sex', 'respondent_kind', 'channel', 'respondent_group',
] -%}

with waves as (
    select
        wave_code,
        instrument
    from {{ ref('dim_waves') }}
    where stream in ('before', 'after') and {{ is_in_changed_wave() }}
),

answers as (
    select
        a.*,
        w.instrument
    from {{ ref('int_answers') }} as a
    inner join waves as w on a.wave_code = w.wave_code
),

ballots as (
    select
        wave_code,
        ballot_id,
        unit_key,
        weight
    from {{ ref('fct_ballots') }}
    where left_out = 'none' and unit_key is not null
),

items as (
    select * from {{ ref('stg_items') }}
),

-- what a ballot says of itself is the same on each of its answers
people as (
    select
        a.wave_code,
        a.ballot_id,
        {% for kind in kinds -%}
            min(a.{{ kind }}) as {{ kind }}
            {%- if not loop.last %},{% endif %}
        {% endfor %}
    from answers as a
    semi join ballots as b
        on a.wave_code = b.wave_code and a.ballot_id = b.ballot_id
    group by a.wave_code, a.ballot_id
),

said as (
    {% for kind in kinds -%}
        select
            wave_code,
            ballot_id,
            '{{ kind }}' as group_kind,
            {{ kind }} as group_code
        from people
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

counted as (
    select
        *,
        count(group_code) over (partition by wave_code, group_kind) as n_said,
        count(*) over (partition by wave_code, group_kind, group_code) as n_same
    from said
),

-- a kind that nobody in the wave states is not asked; a code of hardly anybody
-- is no group, and its words might name a person
placed as (
    select
        wave_code,
        ballot_id,
        group_kind,
        case
            when group_code is null then 'not_said'
            when n_same < {{ var('min_people') }} then 'other'
            else group_code
        end as group_code
    from counted
    where n_said > 0
),

judged as (
    select
        a.wave_code,
        a.ballot_id,
        a.item_code,
        case
            when i.is_reversed then i.scale_min + i.scale_max - a.level
            else a.level
        end >= i.satisfied_from as is_satisfied
    from answers as a
    inner join items as i
        on a.instrument = i.instrument and a.item_code = i.item_code
    where not {{ is_off_scale('a.level', 'i') }}
),

agg_wave_respondents as (
    select
        j.wave_code,
        b.unit_key,
        j.item_code,
        p.group_kind,
        p.group_code,
        count(*) as n_answers,
        cast(sum(b.weight) as decimal(38, 6)) as sum_weight,
        cast(sum(b.weight * b.weight) as decimal(38, 12)) as sum_squared_weight,
        cast(
            sum(case when j.is_satisfied then b.weight else 0 end)
            as decimal(38, 6)
        ) as satisfied_weight,
        cast(
            sum(case when j.is_satisfied then b.weight * b.weight else 0 end)
            as decimal(38, 12)
        ) as satisfied_squared_weight
    from judged as j
    inner join ballots as b
        on j.wave_code = b.wave_code and j.ballot_id = b.ballot_id
    inner join placed as p
        on j.wave_code = p.wave_code and j.ballot_id = p.ballot_id
    group by j.wave_code, b.unit_key, j.item_code, p.group_kind, p.group_code
)

select * from agg_wave_respondents
