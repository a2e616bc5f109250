{% set slice = ['slice_kind', 'wave_code', 'period', 'item_code', 'part'] -%}
{% set any, wave, item = "'none'", 'r.wave_code', 'r.item_code' -%}
{% set quarter = "case when r.stream = 'service' then r.quarter"
    ~ " else 'none' end" -%}
{% set tool = "coalesce(r.instrument, 'unknown') || '/'"
    ~ " || coalesce(r.mode, 'unknown')" -%}
{% set in_series = "r.stream = 'service' and r.is_within_wave"
    ~ " and r.is_satisfied is not null and r.month is not null" -%}
{% set in_wave = "coalesce(r.is_within_wave, true) and r.month is not null" -%}
{% set criterion, asked = 'r.criterion_code', 'r.criterion_code is not null' -%}

with ballots as (
    select
        b.*,
        p.person,
        cast(cast(date_trunc('month', b.on_day) as date) as string) as month,
        cast(cast(date_trunc('quarter', b.on_day) as date) as string)
            as quarter,
        cast(year(b.on_day) as string)
        || case when month(b.on_day) < 7 then '-01-01' else '-07-01' end as half
    from {{ ref('fct_ballots') }} as b
    inner join {{ ref('int_repeat_respondents') }} as p
        on b.wave_code = p.wave_code and b.ballot_id = p.ballot_id
    where b.unit_key is not null
),

items as (
    select * from {{ ref('stg_items') }}
),

waves as (
    select * from {{ ref('dim_waves') }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

answers as (
    select
        b.*,
        a.item_code,
        i.criterion_code,
        i.scale_min,
        i.scale_max,
        i.satisfied_from,
        i.is_reversed
    from {{ ref('int_answers') }} as a
    inner join ballots as b
        on a.wave_code = b.wave_code and a.ballot_id = b.ballot_id
    inner join items as i
        on b.instrument = i.instrument and a.item_code = i.item_code
    where
        a.respondent is not null
        and b.left_out = 'none'
        and a.level is not null
        and not {{ is_off_scale('a.level', 'i') }}
),

-- what a survey of the Front is set against, as gaps count it
gaps as (
    select
        a.*,
        cast(cast(date_trunc('quarter', f.opened_on) as date) as string)
            as front_quarter
    from answers as a
    inner join waves as f on a.front_wave = f.wave_code
    inner join items as i
        on
            f.instrument = i.instrument
            and a.item_code = i.item_code
            and a.scale_min = i.scale_min
            and a.scale_max = i.scale_max
            and a.satisfied_from = i.satisfied_from
            and a.is_reversed = i.is_reversed
    where a.stream in ('service', 'independent')
),

groups as (
    select
        a.*,
        g.group_kind || '/' || g.group_code as group_name
    from answers as a
    inner join {{ ref('int_respondent_groups') }} as g
        on a.wave_code = g.wave_code and a.ballot_id = g.ballot_id
),

-- every set of ballots that a page counts, by the person who gave them
sliced as (
    {% for kind, rows, wave, period, item, part, which in [
        ('month', 'ballots', any, 'month', any, any, in_series),
        ('tool', 'ballots', any, 'month', any, tool, in_series),
        ('quarter', 'ballots', any, 'quarter', any, any, in_series),
        ('quarter', 'ballots', any, 'quarter', any, tool, in_series),
        ('half', 'ballots', any, 'half', any, any, in_series),
        ('half', 'ballots', any, 'half', any, tool, in_series),
        ('wave', 'ballots', wave, quarter, any, any, in_wave),
        ('criterion', 'answers', wave, any, any, criterion, asked),
        ('item', 'answers', wave, any, item, any, 'true'),
        ('group', 'groups', wave, any, item, 'r.group_name', 'true'),
        ('gap', 'gaps', any, 'front_quarter', item, 'r.stream', 'true'),
    ] -%}
        select
            '{{ kind }}' as slice_kind,
            {{ wave }} as wave_code,
            {{ period }} as period,
            {{ item }} as item_code,
            {{ part }} as part,
            r.wave_code as own_wave,
            r.unit_key,
            r.person,
            count(distinct r.wave_code || ' ' || r.ballot_id) as n_ballots
        from {{ rows }} as r
        where {{ which }}
        group by all
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

told as (
    {{ as_few_people('sliced', slice, 'unit_key', ['n_ballots']) }}
),

-- a person is one in a slice, in equal parts by ballot wherever they were given
counted as (
    select
        *,
        n_ballots
        - cast(n_ballots as double)
        / sum(n_ballots) over (partition by {{ slice | join(', ') }}, person)
            as n_repeats
    from told
),

agg_repeat_ballots as (
    select
        s.map,
        s.unit_key,
        {% for name in slice -%}
            c.{{ name }},
        {% endfor -%}
        cast(sum(cast(c.n_repeats * s.weight as decimal(28, 14))) as double)
            as n_repeats
    from counted as c
    inner join shares as s on c.unit_key = s.source_unit_key
    where c.n_repeats > 0
    group by all
)

select * from agg_repeat_ballots
