{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

with cells as (
    select * from {{ ref('agg_answer_cells') }}
    where
        level is not null
        and is_item_known
        and not is_out_of_scale
        and left_out = 'none'
        and {{ is_in_changed_wave() }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

agg_answer_levels as (
    select
        s.map,
        c.wave_code,
        c.stream,
        c.instrument,
        s.unit_key,
        s.unit_code,
        s.unit_valid_from,
        s.unit_level,
        c.procedure_group,
        c.channel,
        c.item_code,
        c.level,
        c.is_satisfied,
        cast(sum(c.n_answers * s.weight) as decimal(18, 6)) as n_answers,
        cast(sum(c.sum_weight * s.weight) as decimal(18, 6)) as sum_weight,
        bool_or(s.is_split) as has_split
    from cells as c
    inner join shares as s on c.unit_key = s.source_unit_key
    group by
        s.map,
        c.wave_code,
        c.stream,
        c.instrument,
        s.unit_key,
        s.unit_code,
        s.unit_valid_from,
        s.unit_level,
        c.procedure_group,
        c.channel,
        c.item_code,
        c.level,
        c.is_satisfied
)

select * from agg_answer_levels
