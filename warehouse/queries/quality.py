"""Questions about the data themselves: what was read, loaded and refused."""

from warehouse.queries.query import Query

QUERIES = (
    Query(
        name="loads",
        subject="load",
        sql="""
select
    file_name,
    spec_name,
    status,
    reason,
    kind,
    loaded_at,
    n_read,
    n_loaded,
    n_duplicate,
    n_refused,
from dq_loads
order by loaded_at desc, file_name, kind
""",
    ),
)
