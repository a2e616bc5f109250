{{ config(
    materialized='carried', by='wave_code', changed='int_changed_waves',
) }}

{% set by = [
    'wave_code', 'stream', 'instrument', 'procedure_group', 'channel',
    'item_code', 'level', 'is_satisfied',
] -%}

with cells as (
    select * from {{ ref('agg_answer_cells') }}
    where
        {{ is_counted_answer() }}
        and {{ is_in_changed_wave() }}
),

shares as (
    select * from {{ ref('int_unit_shares') }}
),

agg_answer_levels as (
    {{ added_up_by_unit(
        'cells', 'shares', ['n_answers', 'sum_weight'], by,
        {'has_split': 'bool_or(s.is_split)'},
    ) }}
)

select * from agg_answer_levels
