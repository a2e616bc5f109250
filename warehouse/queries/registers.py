"""Questions about registers: services, inspections, training, recommendations."""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query, in_period

SERVICES = (
    "n_received_all",
    "n_received_online",
    "n_received_at_home",
    "n_home_requested",
    "n_home_served",
    "n_home_days",
    "n_reviewed",
    "n_simplified",
    "n_review_days_saved",
    "n_inspections",
    "n_inspections_by_head",
    "n_findings",
    "n_findings_closed",
    "n_recommendations",
    "n_recommendations_answered",
    "n_recommendations_in_time",
    "n_recommendations_done",
    "n_trained",
    "n_office_days",
    "n_staffed_days",
)
_SERVICES = ",\n    ".join(f"round(sum({n}))::integer as {n}" for n in SERVICES)
# Acts of the office, and nobody's answers.
_ACTS = SmallNumbers(counts=())

QUERIES = (
    Query(
        name="unit_services",
        subject="unit",
        sql=f"""
select
    $map as map,
    $unit_key as unit_key,
    {_SERVICES},
from agg_unit_services
where map = $map and unit_key = $unit_key and {in_period("month")}
having count(*) > 0
""",
        params={"map": "text", "unit_key": "text", "period": "text"},
        small=_ACTS,
    ),
    Query(
        name="recommendations",
        subject="unit",
        sql="""
select
    unit_key,
    recommendation_code,
    coalesce(given_by, 'unknown') as given_by,
    given_on,
    due_on,
    answered_on,
    done_on,
    is_answered_in_time,
    state as recommendation_state,
    days_overdue,
from fct_recommendations
order by days_overdue desc nulls last, due_on, recommendation_code
""",
        small=_ACTS,
    ),
)
