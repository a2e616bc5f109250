"""Questions about what a unit owes: letters, meetings, targets, requirements.

What is required is said of the last day of a period, or of the data while it runs.
"""

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query, in_period

SIGNED = ("n_signed", "n_signed_first", "n_trained_officers")
# Letters, meetings and dossiers: acts of the office, and nobody's answers.
_ACTS = SmallNumbers(counts=())

STATES = ("done", "late", "overdue", "not_met", "missing")
# A step is reached when all of it and of the steps before it is there.
STEP_REACHED = "coalesce(min(step) filter (where not is_there) - 1, max(step))::integer"
MEETINGS = (
    "n_meetings_reception",
    "n_meetings_dialogue",
    "n_meetings_field_visit",
    "n_meetings_missed",
    "n_meetings_led_by_head",
    "n_issues_raised",
    "n_issues_resolved",
)
# Before the first and after the last row of a unit nobody knows what was held.
REGISTERED = f"""
    select unit_key, min(month) as first_month, max(month) as last_month,
    from agg_unit_duties
    where map = $map and greatest({", ".join(MEETINGS)}) > 0
    group by unit_key
"""
LAST_MONTH = f"""
    month = (select max(month) from fct_requirements where {in_period("month")})
"""
_COUNTS = ",\n    ".join(
    f"count_if(state = '{state}')::integer as n_requirements_{state}"
    for state in STATES
)


def _names_of(rule_table: str, key: str, *, by: str) -> str:
    """The newest name of each rule of a table, as a common table expression."""
    return f"""
names as (
    select
        {by} as {key},
        arg_max(name_vi, valid_from) as name_vi,
        arg_max(name_en, valid_from) as name_en,
    from dim_rules
    where rule_table = '{rule_table}'
    group by {by}
)
"""


_NAMES = _names_of("requirements", "requirement_code", by="rule_group")

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
    round(d.n_meetings_closed)::integer as n_meetings_closed,
    round(d.n_days_to_close)::integer as n_days_to_close,
    round(d.n_meetings_moved)::integer as n_meetings_moved,
from done as d
left join late as l on d.month = l.month
order by d.month desc
""",
        params={"map": "text", "unit_key": "text"},
        small=_ACTS,
    ),
    Query(
        name="unit_kept_duties",
        subject="unit",
        sql=f"""
with registered as (
    {REGISTERED}
)

select
    $map as map,
    $unit_key as unit_key,
    duty,
    round(sum(n_meetings_required))::integer as n_meetings_required,
    round(coalesce(sum(n_meetings_required) filter (
        month between first_month and last_month
    ), 0))::integer as n_meetings_covered,
    min(first_month) as registered_since,
    round(sum(n_meetings_kept))::integer as n_meetings_kept,
    round(coalesce(sum(n_meetings_required - n_meetings_kept) filter (
        month between first_month and last_month
    ), 0))::integer as n_meetings_missing,
    round(sum(n_meetings_held))::integer as n_meetings_held,
    round(sum(n_duties_led_by_head))::integer as n_duties_led_by_head,
from agg_duty_months
left join registered using (unit_key)
where map = $map and unit_key = $unit_key and {in_period("month")}
group by duty
order by duty
""",
        params={"map": "text", "unit_key": "text", "period": "text"},
        small=_ACTS,
    ),
    Query(
        name="unit_hamlets",
        subject="unit",
        sql=f"""
select
    $map as map,
    $unit_key as unit_key,
    count(distinct hamlet_key)::integer as n_hamlets_reached,
    sum(n_visits)::integer as n_visits,
from agg_reached_hamlets
where map = $map and unit_key = $unit_key and {in_period("month")}
having count(*) > 0
""",
        params={"map": "text", "unit_key": "text", "period": "text"},
        small=_ACTS,
    ),
    Query(
        name="unit_signatures",
        subject="unit",
        sql=f"""
select
    map,
    unit_key,
    month,
    round(n_in_scope)::integer as n_in_scope,
    round(n_signed)::integer as n_signed,
    round(n_signed_first)::integer as n_signed_first,
    round(n_trained)::integer as n_trained_officers,
from agg_signatures
where
    map = $map
    and unit_key = $unit_key
    and month = (
        select max(month) from agg_signatures where {in_period("month")}
    )
""",
        params={"map": "text", "unit_key": "text", "period": "text"},
        small=SmallNumbers(
            counts=("n_in_scope",),
            of="officers",
            figures=SIGNED,
            lattice="signed",
        ),
    ),
    Query(
        name="targets",
        subject="unit",
        sql=f"""
with {_names_of("indicators", "indicator", by="rule_code")}
select
    t.unit_key,
    t.indicator,
    n.name_vi,
    n.name_en,
    t.direction,
    t.period as target_period,
    t.period_end,
    t.planned,
    t.achieved,
    t.share_achieved,
    t.state as target_state,
from fct_targets as t
left join names as n on t.indicator = n.indicator
where t.unit_key = $unit_key and {in_period("date_trunc('month', t.period_end)")}
order by t.period_end desc, t.indicator
""",
        params={"unit_key": "text", "period": "text"},
        small=_ACTS,
    ),
    Query(
        name="measure_targets",
        subject="unit",
        sql="""
select
    unit_key,
    measure,
    indicator,
    direction,
    period as target_period,
    period_end,
    planned,
from fct_targets
where unit_key = $unit_key and measure is not null and planned is not null
order by measure, period_end, target_period
""",
        params={"unit_key": "text"},
        small=_ACTS,
    ),
    Query(
        name="unit_requirements",
        subject="unit",
        sql=f"""
with {_NAMES}

select
    r.unit_key,
    r.judged_on,
    r.requirement_code,
    n.name_vi,
    n.name_en,
    r.guidance_row,
    r.step,
    r.state as requirement_state,
    r.shown_by,
    r.shown_on,
from fct_requirements as r
left join names as n on r.requirement_code = n.requirement_code
where r.unit_key = $unit_key and r.{LAST_MONTH.strip()}
order by r.step, string_split(r.guidance_row, '.')[2]::integer, r.requirement_code
""",
        params={"unit_key": "text", "period": "text"},
        small=_ACTS,
    ),
    Query(
        name="requirement_rollout",
        subject="unit",
        sql=f"""
with {_NAMES},

below as (
    select unit_key, is_current,
    from dim_units
    where list_contains(string_split(path, '/'), $unit_key)
)

select
    $unit_key as unit_key,
    max(r.judged_on) as judged_on,
    r.requirement_code,
    any_value(n.name_vi) as name_vi,
    any_value(n.name_en) as name_en,
    any_value(r.guidance_row) as guidance_row,
    r.step,
    count(*)::integer as n_units,
    {_COUNTS},
from fct_requirements as r
inner join below as b on r.unit_key = b.unit_key
left join names as n on r.requirement_code = n.requirement_code
where r.{LAST_MONTH.strip()}
group by r.requirement_code, r.step
order by
    r.step,
    string_split(any_value(r.guidance_row), '.')[2]::integer,
    r.requirement_code
""",
        params={"unit_key": "text", "period": "text"},
        small=_ACTS,
    ),
    Query(
        name="readiness_by_unit",
        subject="unit",
        sql=f"""
with below as (
    select unit_key,
    from dim_units
    where list_contains(string_split(path, '/'), $unit_key)
)

select
    r.unit_key,
    max(r.judged_on) as judged_on,
    {STEP_REACHED} as step_reached,
    count(*)::integer as n_requirements,
    count_if(r.is_there)::integer as n_requirements_there,
    {_COUNTS},
from fct_requirements as r
inner join below as b on r.unit_key = b.unit_key
where r.{LAST_MONTH.strip()}
group by r.unit_key
order by r.unit_key
""",
        params={"unit_key": "text", "period": "text"},
        small=_ACTS,
    ),
)
