-- Guards: the histogram of a commune and the sum over its levels come from the
-- same answers; the communes of a province never have more than it. A commune
-- whose list names no province is none of them.
select
    c.map,
    c.wave_code,
    c.item_code
from {{ ref('agg_answer_levels') }} as c
left join {{ ref('int_unit_ancestors') }} as p
    on
        c.map = p.map
        and c.unit_key = p.unit_key
        and c.unit_level = 'commune'
        and p.ancestor_level = 'province'
group by c.map, c.wave_code, c.item_code
having
    sum(case when c.unit_level = 'province' then c.n_answers else 0 end)
    < sum(case when p.unit_key is not null then c.n_answers else 0 end)
    - 0.01
