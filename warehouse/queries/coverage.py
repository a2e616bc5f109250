"""Questions about what was delivered: months, print-outs, targets."""

from warehouse.hiding.rule import SmallNumbers
from warehouse.queries.query import Query

# Counts of cases and forms handed out, never of people who answered.
_NO_PEOPLE = SmallNumbers(counts=())

QUERIES = (
    Query(
        name="unit_coverage",
        subject="quality",
        sql="""
select
    unit_key,
    month,
    n_cases,
    n_offered,
    n_reports,
    last_seen_on,
from agg_unit_coverage
where unit_key = $unit_key
order by month
""",
        params={"unit_key": "text"},
        small=_NO_PEOPLE,
    ),
    Query(
        name="monthly_reports",
        subject="quality",
        sql="""
select
    unit_key,
    month,
    reported_n_received,
    own_n_received,
    reported_n_finished_on_time,
    own_n_finished_on_time,
    reported_n_finished_late,
    own_n_finished_late,
    reported_n_open_on_time,
    own_n_open_on_time,
    reported_n_open_overdue,
    own_n_open_overdue,
    n_differ,
from agg_monthly_reports
order by month desc, n_differ desc, unit_key
""",
        small=_NO_PEOPLE,
    ),
)
