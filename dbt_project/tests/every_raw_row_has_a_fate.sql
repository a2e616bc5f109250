-- Guards: a join that drops or doubles rows between raw and marts, and a kind
-- of raw that nobody accounts for. It would make every rate wrong without any
-- error, so the account must close exactly, from the files to the marts.
select
    w.kind,
    sum(w.n_read) as n_read,
    max(a.n_accounted) as n_accounted
from {{ ref('stg_file_kinds') }} as w
left join (
    select
        row_kind,
        sum(n_rows) as n_accounted
    from {{ ref('dq_row_accounting') }}
    group by row_kind
) as a on w.kind = a.row_kind
group by w.kind
having sum(w.n_read) <> coalesce(max(a.n_accounted), 0)
