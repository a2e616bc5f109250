-- Guards: a join that drops or doubles rows between raw and marts. It would
-- make every rate wrong without any error, so the account must close exactly.
select
    row_kind,
    max(n_read) as n_read,
    sum(n_rows) as n_accounted
from {{ ref('dq_row_accounting') }}
group by row_kind
having sum(n_rows) <> max(n_read)
