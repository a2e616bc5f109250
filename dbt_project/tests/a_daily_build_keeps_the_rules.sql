-- Guards: a daily build works out touched dossiers only. If the calendar, the
-- units, a procedure, a wave or a question changed, the others are wrong too.
select n.relation
from {{ ref('int_rules') }} as n
left join {{ source('published_lists', 'int_rules') }} as p
    on n.relation = p.relation
where
    n.digest is distinct from p.digest
    and exists (select 1 from {{ source('published', 'dim_build') }})
