"""Questions that set the units' own ballots against the independent survey."""

from warehouse.queries.query import Query, SmallNumbers

QUERIES = (
    Query(
        name="gap_periods",
        subject="independent",
        sql="""
select period, count(*) as n_rows,
from stat_independent_gaps
group by period
order by period desc
""",
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="gaps_by_unit",
        subject="independent",
        sql="""
select
    map,
    period,
    unit_key,
    unit_level,
    item_code,
    n_service,
    n_independent,
    share_service,
    share_independent,
    gap,
    gap_low,
    gap_high,
    verdict,
from stat_independent_gaps
where
    map = $map
    and item_code = $item_code
    and period = $period
order by unit_key
""",
        params={"map": "text", "item_code": "text", "period": "text"},
        small=SmallNumbers(
            counts=("n_service", "n_independent"),
            figures=(
                "share_service",
                "share_independent",
                "gap",
                "gap_low",
                "gap_high",
                "verdict",
            ),
            lattice="gap",
        ),
    ),
)
