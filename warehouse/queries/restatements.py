"""Questions about published figures that a later build changed: old, new, file, why.

Each figure is hidden here where it is hidden on its own page, by the people it was and
is about, and where one below it is: what old figures leave is somebody too. What was
about ballots is told in steps (counts in tens, shares in whole per cent): the
difference of two exact figures would be what one ballot said.
"""

from __future__ import annotations

from warehouse.hiding.small_numbers import SmallNumbers
from warehouse.queries.query import Query

_CASES = "n_received n_finished n_with_due n_late_official n_late_strict"
_VALUES = ("old_value", "new_value")
_PEOPLE = ("old_n_people", "new_n_people")
# What an older build kept no count of is hidden; what is gone is about nobody.
_COUNTED = """
    coalesce(old_n_people, 1)::integer as old_n_people,
    coalesce(new_n_people, if(new_value is null, 0, 1))::integer as new_n_people,
"""


def _listed(
    name: str,
    figures: str,
    small: SmallNumbers,
    *,
    subject: str = "unit",
    value: str = "{0}",
) -> Query:
    """One question: figures by name, how their values are told, and what hides them."""
    named = ", ".join(f"'{figure}'" for figure in figures.split())
    told = ",\n    ".join(f"{value.format(column)} as {column}" for column in _VALUES)
    return Query(
        name=name,
        subject=subject,
        sql=f"""
select
    figure,
    map,
    unit_key,
    period as whole_period,
    {told},
    {_COUNTED if small.people else ""}
    why,
    file_names,
    found_at,
from dq_restatements
where figure in ({named})
order by found_at desc, figure, map, unit_key, dq_restatements.period
""",
        small=small,
        row_cap=500,
    )


_OF_BALLOTS = SmallNumbers(
    counts=(), people=_PEOPLE, of="ballots", figures=_VALUES, lattice="restated"
)


QUERIES = (
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
    # Acts of the office on dossiers, meetings and forms: about nobody.
    _listed("restatements", _CASES, SmallNumbers(counts=()), subject="quality"),
    _listed(
        "restated_acts",
        "n_meetings_required n_meetings_held circular_01_score",
        SmallNumbers(counts=()),
        value="round({0}, 1)",
    ),
    # About whole groups of units, as exact as their page shows them.
    _listed(
        "restated_effects",
        "wave_effect staggered_effect model_effect",
        SmallNumbers(counts=()),
        value="round({0}, 3)",
    ),
    # Those owed for petitions are told in tens, as on the page of a unit.
    _listed(
        "restated_letters",
        "n_letters_owed n_letters_in_time n_letters_missing",
        SmallNumbers(counts=()),
        value="case when split_part(period, '/', 2) in ('congratulation',"
        " 'condolence') then round({0}) when {0} between 0.5 and 4.5 then null"
        " else round({0} / 10) * 10 end",
    ),
    _listed(
        "restated_petitions",
        "n_petitions n_upheld n_petitions_late",
        SmallNumbers(counts=_VALUES, of="acts"),
        value="round({0})::integer",
    ),
    _listed(
        "restated_months",
        "n_ballots n_satisfied",
        _OF_BALLOTS,
        value="round({0} / 10) * 10",
    ),
    _listed(
        "restated_signals",
        "n_signals",
        _OF_BALLOTS,
    ),
    _listed(
        "restated_shares",
        "share_before share_after",
        _OF_BALLOTS,
        value="round({0}, 2)",
    ),
    _listed(
        "restated_groups",
        "group_share_before group_share_after",
        _OF_BALLOTS,
        value="round({0}, 2)",
    ),
    _listed(
        "restated_gaps",
        "independent_gap",
        _OF_BALLOTS,
        subject="independent",
        value="round({0}, 2)",
    ),
    _listed(
        "restated_sipas",
        "sipas_share",
        _OF_BALLOTS,
        value="round({0}, 2)",
    ),
    _listed(
        "restated_scores",
        "decision_766_score",
        _OF_BALLOTS,
        value="round({0}, 1)",
    ),
    # As counts of officers are: of the reader's whole scope, never of one unit.
    Query(
        name="restated_tiers",
        subject="officer_count",
        sql="""
select
    figure,
    period as whole_period,
    why,
    found_at,
    sum(old_value)::integer as old_value,
    sum(coalesce(new_value, 0))::integer as new_value,
    sum(coalesce(old_n_people, 1))::integer as old_n_people,
    sum(coalesce(new_n_people, if(new_value is null, 0, 1)))::integer as new_n_people,
    string_agg(distinct file_names, ', ' order by file_names) as file_names,
from dq_restatements
where figure in ('n_tiers_evidence', 'n_tiers_look')
group by figure, period, why, found_at
order by found_at desc, figure, dq_restatements.period
""",
        small=SmallNumbers(
            counts=(), people=_PEOPLE, of="officers", is_alone=True, figures=_VALUES
        ),
        row_cap=500,
    ),
    Query(
        name="unit_restatements",
        subject="quality",
        sql=f"""
select figure, map, unit_key, period, old_value, new_value, why, found_at
from dq_restatements
where
    figure in ({", ".join(f"'{figure}'" for figure in _CASES.split())})
    and map = $map
    and unit_key = $unit_key
order by found_at desc, figure, period
""",
        params={"map": "text", "unit_key": "text"},
        small=SmallNumbers(counts=()),
    ),
)
