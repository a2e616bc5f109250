-- Guards: stated parts of an old unit that do not add up to one. Its answers
-- would be counted too often or too rarely on today's map.
{{ config(severity='warn') }}

select
    old_unit_key,
    effective_date,
    sum(weight) as sum_weight
from {{ ref('bridge_unit_succession') }}
group by old_unit_key, effective_date
having abs(sum(weight) - 1) > 0.001
