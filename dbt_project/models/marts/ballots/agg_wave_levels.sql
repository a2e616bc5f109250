{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

with cells as (
    select * from {{ ref('agg_answer_cells') }}
    where
        {{ is_counted_answer() }}
        and unit_key is not null
        and {{ is_in_changed_wave() }}
),

-- by the unit that was asked, so that a ballot is counted once whatever became
-- of its unit
agg_wave_levels as (
    select
        wave_code,
        stream,
        instrument,
        unit_key,
        item_code,
        level,
        is_satisfied,
        cast(sum(n_answers) as bigint) as n_answers,
        cast(sum(sum_weight) as decimal(38, 6)) as sum_weight,
        cast(sum(sum_squared_weight) as decimal(38, 12)) as sum_squared_weight
    from cells
    group by
        wave_code, stream, instrument, unit_key, item_code, level, is_satisfied
)

select * from agg_wave_levels
