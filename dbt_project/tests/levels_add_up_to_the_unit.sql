-- Guards: the histogram of a commune and the sum over its levels come from the
-- same answers; a unit never has more than its province.
select
    c.map,
    c.wave_code,
    c.item_code
from {{ ref('agg_answer_levels') }} as c
group by c.map, c.wave_code, c.item_code
having
    sum(case when c.unit_level = 'province' then c.n_answers else 0 end)
    < sum(case when c.unit_level = 'commune' then c.n_answers else 0 end)
    - 0.01
