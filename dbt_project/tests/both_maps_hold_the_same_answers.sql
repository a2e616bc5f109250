-- Guards: restating by weights neither invents nor loses answers. The province
-- must hold the same number on both maps.
{{ config(severity='warn') }}

with totals as (
    select
        wave_code,
        item_code,
        sum(case when map = 'then' then n_answers else 0 end) as n_then,
        sum(case when map = 'today' then n_answers else 0 end) as n_today
    from {{ ref('agg_answer_levels') }}
    where unit_level = 'province'
    group by wave_code, item_code
)

select *
from totals
where abs(n_then - n_today) > 0.01 * n_then + 0.001
