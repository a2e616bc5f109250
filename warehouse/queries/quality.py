"""Questions about the data themselves: what was read, loaded and refused."""

from warehouse.queries.query import Query, SmallNumbers

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
    Query(
        name="flags",
        subject="quality",
        sql="""
select rule, unit_key, count as n_flagged, denominator as n_checked, severity,
from dq_flags
order by rule, unit_key
""",
        # Counts of records that break a rule, not of people who answered.
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="restated_figures",
        subject="quality",
        sql="""
select
    figure,
    why,
    found_at,
    count(*) as n_restated,
    count(distinct unit_key) as n_units,
    min(period) as first_period,
    max(period) as last_period,
from dq_restatements
group by figure, why, found_at
order by found_at desc, figure, why
""",
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="restatements",
        subject="quality",
        sql="""
select figure, map, unit_key, period, old_value, new_value, why, found_at,
from dq_restatements
where
    -- Counts of ballots stay out: a change of one would tell one answer.
    figure in (
        'n_received', 'n_finished', 'n_with_due', 'n_late_official', 'n_late_strict'
    )
order by found_at desc, figure, map, unit_key, period
""",
        small=SmallNumbers(counts=()),
        row_cap=500,
    ),
)
