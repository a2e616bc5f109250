"""Questions about letters, meetings and what the model requires of a unit."""

from warehouse.hiding.rule import SmallNumbers
from warehouse.queries.query import Query

QUERIES = (
    Query(
        name="unit_duties",
        subject="unit",
        sql="""
with late as (
    select map, unit_key, month, n_late_strict,
    from agg_unit_months
    where map = $map and unit_key = $unit_key
),

done as (
    select *,
    from agg_unit_duties
    where map = $map and unit_key = $unit_key
)

select
    $map as map,
    $unit_key as unit_key,
    d.month,
    round(d.n_letters_apology)::integer as n_letters_apology,
    round(d.n_letters_thanks)::integer as n_letters_thanks,
    round(d.n_letters_congratulation)::integer as n_letters_congratulation,
    round(d.n_letters_condolence)::integer as n_letters_condolence,
    round(coalesce(l.n_late_strict, 0))::integer as n_late_strict,
    round(d.n_late_with_apology)::integer as n_late_with_apology,
    round(d.n_meetings_reception)::integer as n_meetings_reception,
    round(d.n_meetings_dialogue)::integer as n_meetings_dialogue,
    round(d.n_meetings_field_visit)::integer as n_meetings_field_visit,
    round(d.n_meetings_missed)::integer as n_meetings_missed,
    round(d.n_meetings_led_by_head)::integer as n_meetings_led_by_head,
    round(d.n_issues_raised)::integer as n_issues_raised,
    round(d.n_issues_resolved)::integer as n_issues_resolved,
from done as d
left join late as l on d.month = l.month
order by d.month desc
""",
        params={"map": "text", "unit_key": "text"},
        # Letters, meetings and dossiers: acts of the office, and nobody's answers.
        small=SmallNumbers(counts=()),
    ),
    Query(
        name="unit_readiness",
        subject="unit",
        sql="""
select unit_key, requirement_code, checked_on, is_met,
from fct_readiness_checks
where unit_key = $unit_key and is_latest
order by requirement_code
""",
        params={"unit_key": "text"},
        small=SmallNumbers(counts=()),
    ),
)
