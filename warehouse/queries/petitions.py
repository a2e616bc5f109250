"""Questions about complaints, requests and feedback: counts only, never one case."""

from warehouse.queries.query import Query, SmallNumbers

QUERIES = (
    Query(
        name="petition_years",
        subject="petition",
        sql="""
select year(received_on)::varchar as year, count(*) as n_received,
from fct_petitions
group by year(received_on)
order by year(received_on) desc
""",
        small=SmallNumbers(counts=("n_received",)),
    ),
    Query(
        name="petition_kinds",
        subject="petition",
        sql="""
select
    kind,
    count(*) as n_received,
    count_if(resolved_on is not null) as n_resolved,
    count_if(is_mature) as n_due,
    count_if(is_mature and is_late) as n_late,
    count_if(is_backlog) as n_backlog,
    count_if(is_over_level) as n_over_level,
    count_if(resolved_on is not null and is_informed) as n_informed,
    count_if(is_upheld) as n_upheld,
from fct_petitions
where year(received_on)::varchar = $year
group by kind
order by kind
""",
        params={"year": "text"},
        small=SmallNumbers(
            counts=("n_received",),
            figures=(
                "n_resolved",
                "n_due",
                "n_late",
                "n_backlog",
                "n_over_level",
                "n_informed",
                "n_upheld",
            ),
            is_list=True,
        ),
    ),
)
