{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

-- depends_on: {{ ref('int_answers') }}
with answers as (
    {% if is_daily() -%}
        select * from {{ ref('int_touched_answers') }}
    {%- else -%}
        select * from {{ ref('int_answers') }}
    {%- endif %}
),

ballots as (
    select * from {{ ref('fct_ballots') }}
),

items as (
    select * from {{ ref('stg_items') }}
),

-- the one pass over all answers; everything later counts cells
counted as (
    select
        b.wave_code,
        b.stream,
        b.instrument,
        b.unit_key,
        b.procedure_group,
        b.channel,
        b.left_out,
        b.front_wave,
        a.item_code,
        a.level,
        a.no_answer_reason,
        count(*) as n_answers,
        sum(b.weight) as sum_weight,
        sum({{ squared_weight('b.weight') }}) as sum_squared_weight
    from answers as a
    inner join ballots as b
        on a.wave_code = b.wave_code and a.ballot_id = b.ballot_id
    group by all
    {% if is_daily() %}
        union all
        select * from {{ ref('int_withdrawn_answers') }}
    {% endif %}
),

-- after turning reversed items round, a higher level is always better
turned as (
    select
        c.*,
        i.satisfied_from,
        i.item_code is not null as is_item_known,
        coalesce(
            {{ is_off_scale('c.level', 'i') }}, false
        ) as is_out_of_scale,
        case
            when i.is_reversed then i.scale_min + i.scale_max - c.level
            else c.level
        end as turned_level
    from counted as c
    left join items as i
        on c.instrument = i.instrument and c.item_code = i.item_code
),

cells as (
    select
        wave_code,
        stream,
        instrument,
        unit_key,
        procedure_group,
        channel,
        left_out,
        front_wave,
        item_code,
        turned_level as level,
        no_answer_reason,
        turned_level >= satisfied_from as is_satisfied,
        is_item_known,
        is_out_of_scale,
        n_answers,
        sum_weight,
        sum_squared_weight
    from turned
    {% if is_daily() %}
        union all
        select * from {{ ref('int_published_cells') }}
        where {{ is_in_changed_wave() }}
    {% endif %}
),

-- a daily build adds to what is published and takes out what changed
agg_answer_cells as (
    select
        wave_code,
        stream,
        instrument,
        unit_key,
        procedure_group,
        channel,
        left_out,
        front_wave,
        item_code,
        level,
        no_answer_reason,
        is_satisfied,
        is_item_known,
        is_out_of_scale,
        cast(sum(n_answers) as bigint) as n_answers,
        sum(sum_weight) as sum_weight,
        cast(sum(sum_squared_weight) as decimal(38, 12)) as sum_squared_weight
    from cells
    group by all
    having sum(n_answers) > 0
)

select * from agg_answer_cells
