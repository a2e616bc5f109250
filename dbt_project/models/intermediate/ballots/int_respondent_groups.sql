{{ config(materialized='view') }}

{% set kinds = [
    'age_band', 'sex', 'respondent_kind', 'channel', 'respondent_group',
] -%}

with waves as (
    select wave_code
    from {{ ref('dim_waves') }}
    where stream in ('before', 'after')
),

ballots as (
    select
        wave_code,
        ballot_id
    from {{ ref('fct_ballots') }}
    where left_out = 'none' and unit_key is not null
),

repeated as (
    select * from {{ ref('int_repeat_respondents') }}
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
    from {{ ref('int_answers') }} as a
    semi join waves as w on a.wave_code = w.wave_code
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

kinds as (
    select
        wave_code,
        group_kind
    from said
    group by wave_code, group_kind
    having count(group_code) > 0
),

-- whoever gave several ballots is one person of the group
sizes as (
    select
        s.wave_code,
        s.group_kind,
        s.group_code,
        count(distinct coalesce('#' || r.person, s.ballot_id)) as n_people
    from said as s
    left join repeated as r
        on s.wave_code = r.wave_code and s.ballot_id = r.ballot_id
    where s.group_code is not null
    group by s.wave_code, s.group_kind, s.group_code
),

-- a kind that nobody in the wave states is not asked; a code of hardly anybody
-- is no group, and its words might name a person
int_respondent_groups as (
    select
        s.wave_code,
        s.ballot_id,
        s.group_kind,
        case
            when s.group_code is null then 'not_said'
            when z.n_people < {{ var('min_people') }} then 'other'
            else s.group_code
        end as group_code
    from said as s
    inner join kinds as k
        on s.wave_code = k.wave_code and s.group_kind = k.group_kind
    left join sizes as z
        on
            s.wave_code = z.wave_code
            and s.group_kind = z.group_kind
            and s.group_code = z.group_code
)

select * from int_respondent_groups
