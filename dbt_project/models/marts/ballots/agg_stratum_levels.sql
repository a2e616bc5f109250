{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

with cells as (
    select * from {{ ref('agg_answer_cells') }}
    where
        level is not null
        and is_item_known
        and not is_out_of_scale
        and {{ is_in_changed_wave() }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
    where is_own
),

agg_stratum_levels as (
    select
        s.map,
        s.unit_key,
        c.wave_code,
        c.stream,
        c.instrument,
        c.item_code,
        c.level,
        c.is_satisfied,
        cast(sum(c.n_answers * s.weight) as decimal(18, 6)) as n_answers,
        -- what a shared ballot adds to the variance of a restated figure
        cast(sum(c.n_answers * s.weight * s.weight) as decimal(18, 6))
            as n_squared_weight,
        bool_or(s.is_split) as has_split
    from cells as c
    inner join shares as s on c.unit_key = s.source_unit_key
    group by
        s.map,
        s.unit_key,
        c.wave_code,
        c.stream,
        c.instrument,
        c.item_code,
        c.level,
        c.is_satisfied
)

select * from agg_stratum_levels
