"""The published relations a query may name, and the column that scopes each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from warehouse.rights import FRONT, HELD_STREAMS
from warehouse.statistics.agreement.gaps_over_waves import MOST_QUARTERS


@dataclass(frozen=True)
class Relation:
    """One mart or statistic.

    Attributes:
        unit_column: Holds the unit key; None for reference lists about no unit.
        own_column: Holds the unit that did it, where `unit_column` holds who answers
            for it today: either opens a row.
        officer_column: Holds the officer code; narrows the role `officer`.
        unless_held: True of a row that no held wave went into; `{held}` stands for
            the waves the Front has not released, by wave_code and period.
        own_rows: True of a row that there would be without the Front's waves; only the
            Front has the others.
        front_columns: Columns that only the Front has, made from its waves.
        held_columns: Column → SQL that stands in its place for all but the Front,
            the same whatever a held wave says.
    """

    unit_column: str | None = "unit_key"
    officer_column: str | None = None
    own_column: str | None = None
    unless_held: str | None = None
    own_rows: str | None = None
    front_columns: tuple[str, ...] = ()
    held_columns: Mapping[str, str] = field(default_factory=dict)


# `not in` also refuses rows, and all rows, of a wave that is not known.
_BY_WAVE = "wave_code not in (select wave_code from {held})"
_BY_PAIR = (
    "before_wave not in (select wave_code from {held})"
    " and after_wave not in (select wave_code from {held})"
)
# A figure over several waves names them all, by semicolons.
_BY_WAVES = (
    "not exists (select 1 from {{held}} as h"
    " where instr(';' || {waves} || ';', ';' || h.wave_code || ';') > 0)"
)
_BY_PERIOD = "period not in (select period from {held})"
_BY_RULE = (
    "(rule <> 'service_above_independent' or not exists (select 1 from {held}))"
    " and coalesce(wave_code, '') not in (select wave_code from {held})"
)
# What came, how much and when, is of the wave too; the Front's list is empty.
_BY_FILE = "file_sha256 not in (select unnest($held_files))"
# A changed share names its two waves, `before/after/item`, an effect over more of them
# `wave;wave;wave/item`; a gap and the evidence against officers rest on all independent
# waves of their days.
_BY_FIGURE = (
    _BY_WAVES.format(waves="split_part(period, '/', 1)")
    + " and split_part(period, '/', 2) not in (select wave_code from {held})"
    " and (figure not in ('independent_gap', 'n_tiers_evidence', 'n_tiers_look')"
    " or not exists (select 1 from {held} where stream = 'independent'))"
)
# Evidence against an officer needs that independent ballots do not contradict it:
# while some wait nobody else reads it, neither the tier nor who is among the flagged.
_IS_UNHEARD = (
    "measure = 'satisfied_share'"
    " and exists (select 1 from {held} where stream = 'independent')"
)
_OF_EVIDENCE = {
    "tier": f"if(tier = 'evidence' and {_IS_UNHEARD}, 'look', tier)",
    "expected_wrong_share": f"if({_IS_UNHEARD}, null, expected_wrong_share)",
}
# Of the files whose load changed a figure those that wait are not named.
_UNHELD_NAMES = """if(
    file_keys is null,
    file_names,
    nullif(array_to_string(list_transform(
        list_filter(
            list_zip(string_split(file_keys, ', '), string_split(file_names, ', ')),
            lambda pair: not list_contains($held_files, pair[1])
        ),
        lambda pair: pair[2]
    ), ', '), '')
)"""
_WAVES = """(
    select
        wave_code,
        stream,
        year(opened_on)::varchar || '-Q' || quarter(opened_on)::varchar as period,
    from main.dim_waves
    where wave_code in (select unnest($withheld_waves)) {more}
)"""
_WITHHELD = _WAVES.format(more="")
_HELD = _WAVES.format(
    more=f"""
        or wave_code not in (select unnest($released_waves))
        and (
            owner = '{FRONT}' and stream in {HELD_STREAMS}
            or wave_code in (select unnest($kept_waves))
        )
    """
)

# A mark pools a gap with the one before it: while a survey of the quarters it may go
# back to waits, nobody else reads any mark of that quarter.
_QUARTER = "(split_part({0}, '-Q', 1)::integer * 4 + split_part({0}, '-Q', 2)::integer)"
_GOES_BACK_TO_HELD = f"""exists (
    select 1 from {{held}} as h
    where
        h.stream = 'independent'
        and {_QUARTER.format("stat_independent_gaps.period")}
        - {_QUARTER.format("h.period")} between 1 and {MOST_QUARTERS}
)"""
_OF_MARKS = {
    name: f"if({_GOES_BACK_TO_HELD}, null, {name})"
    for name in ("needs_check", "n_periods")
}

_REFERENCE = Relation(unit_column=None)
_BY_OFFICER = Relation(officer_column="officer_code")

RELATIONS: dict[str, Relation] = {
    "dim_build": _REFERENCE,
    "dim_boundaries": Relation(),
    "dim_calendar_days": _REFERENCE,
    "dim_criteria": _REFERENCE,
    "dim_index_rules": _REFERENCE,
    "dim_items": _REFERENCE,
    "dim_metrics": _REFERENCE,
    "dim_periods": _REFERENCE,
    "dim_procedures": _REFERENCE,
    "dim_rules": _REFERENCE,
    "dim_thresholds": _REFERENCE,
    "dim_waves": _REFERENCE,
    "dim_wave_years": _REFERENCE,
    "dim_sources": _REFERENCE,
    "dim_units": Relation(),
    "bridge_unit_succession": Relation("new_unit_key"),
    "dim_officers": _BY_OFFICER,
    "agg_answer_levels": Relation(unless_held=_BY_WAVE),
    "agg_forms": Relation(unless_held=_BY_WAVE),
    "agg_response": Relation(unless_held=_BY_WAVE),
    "agg_interviewers": Relation(unless_held=_BY_WAVE),
    "agg_index_periods": Relation(),
    "agg_monthly_reports": Relation(),
    "agg_unit_coverage": Relation(),
    "agg_ballot_months": Relation(),
    "agg_unit_months": Relation(),
    "agg_unit_duties": Relation(),
    "agg_duty_months": Relation(),
    "agg_commitment_evidence": Relation(),
    "agg_reached_hamlets": Relation(),
    "agg_signatures": Relation(),
    "agg_unit_services": Relation(),
    "agg_owed_letters": Relation(),
    "agg_officer_cells": Relation(
        officer_column="officer_code",
        own_rows="n_ballots + n_cases + n_upheld > 0",
        front_columns=("n_independent", "n_independent_satisfied"),
    ),
    "agg_case_days": Relation("receiving_unit_key", "officer_code"),
    "fct_watched_cases": Relation("receiving_unit_key", "officer_code"),
    "fct_owed_letters": Relation("answering_unit_key", own_column="unit_key"),
    "fct_petitions": Relation(),
    "fct_process_matters": Relation(),
    "fct_recommendations": Relation(),
    "fct_requirements": Relation(),
    "fct_inspections": Relation(),
    "fct_reminders": Relation("answering_unit_key", "officer_code"),
    "fct_targets": Relation(),
    "idx_circular_01": Relation(),
    "idx_circular_01_parts": Relation(),
    "idx_circular_01_officers": _BY_OFFICER,
    "idx_decision_766": Relation(),
    "idx_sipas": Relation(unless_held=_BY_WAVE),
    "stat_before_after": Relation(unless_held=_BY_PAIR),
    "stat_group_changes": Relation(unless_held=_BY_PAIR),
    "stat_unit_effects": _REFERENCE,
    # whole groups of units, about none of them
    "stat_wave_effects": Relation(unit_column=None, unless_held=_BY_PAIR),
    "stat_staggered_effects": Relation(
        unit_column=None, unless_held=_BY_WAVES.format(waves="waves")
    ),
    "stat_officer_periods": Relation(
        officer_column="officer_code", held_columns=_OF_EVIDENCE
    ),
    # whole waves, about no unit
    "stat_questionnaire_quality": Relation(unit_column=None, unless_held=_BY_WAVE),
    "agg_wave_people": Relation(unit_column=None, unless_held=_BY_WAVE),
    # Sets of several waves may hold a held one: they are for hiding alone.
    "agg_repeat_ballots": Relation(
        unit_column=None, unless_held=f"wave_code <> 'none' and {_BY_WAVE}"
    ),
    "stat_item_quality": Relation(unit_column=None, unless_held=_BY_WAVE),
    # people of the Front, about no unit; the Front alone may ask
    "stat_interviewer_signs": Relation(unit_column=None, unless_held=_BY_WAVE),
    "stat_interviewer_effects": Relation(unit_column=None, unless_held=_BY_WAVE),
    "stat_unit_signals": Relation(),
    "stat_wave_units": Relation(unless_held=_BY_WAVE),
    "stat_independent_gaps": Relation(unless_held=_BY_PERIOD, held_columns=_OF_MARKS),
    "dq_flags": Relation(unless_held=_BY_RULE),
    "dq_answer_changes": Relation(unit_column=None, unless_held=_BY_WAVE),
    "dq_conflicts": Relation(unit_column=None, unless_held=_BY_FILE),
    "dq_missing_lists": _REFERENCE,
    # numbers of matters, without unit, officer and word
    "dq_process_passed_over": _REFERENCE,
    "dq_notices": Relation(
        unit_column=None, unless_held=_BY_FILE.replace("file_sha256", "file_key")
    ),
    "dq_unplaced": Relation(
        unit_column=None,
        # rows of no wave are of nobody's, unless their file speaks of one
        unless_held=f"(wave_code is null or {_BY_WAVE})"
        f" and (file_key is null or {_BY_FILE.replace('file_sha256', 'file_key')})",
    ),
    "dq_loads": Relation(unit_column=None, unless_held=_BY_FILE),
    "dq_restatements": Relation(
        unless_held=_BY_FIGURE,
        held_columns={"file_names": _UNHELD_NAMES, "file_keys": "null"},
    ),
}


def waves_kept_from(role: str) -> str:
    """Returns the select of waves that a role does not read, with their quarters.

    `$kept_waves`, `$released_waves` and `$withheld_waves` are bound by the reader.
    """
    held = _WITHHELD if role == FRONT else _HELD
    return f"select wave_code, period from {held} order by all"


def scoped_relation(name: str, *, role: str) -> str:
    """Returns the select that stands behind a relation's name for one reader.

    `$unit_keys`, `$kept_waves`, `$released_waves`, `$withheld_waves` and, for the role
    officer, `$officer_code` are bound by the reader of the query; an empty list of
    units selects nothing, and one of released waves releases nothing. The Front reads
    its waves before they are released, nobody else does; one that is not as it was
    signed nobody reads.
    """
    relation = RELATIONS[name]
    tests = []
    if relation.unit_column:
        of_units = filter(None, (relation.unit_column, relation.own_column))
        of_scope = (f"{column} in (select unnest($unit_keys))" for column in of_units)
        tests.append(f"({' or '.join(of_scope)})")
    if role == "officer" and relation.officer_column:
        tests.append(f"{relation.officer_column} = $officer_code")
    held = _WITHHELD if role == FRONT else _HELD
    if relation.unless_held:
        tests.append(relation.unless_held.format(held=held))
    if role != FRONT and relation.own_rows:
        tests.append(relation.own_rows)
    where = f" where {' and '.join(tests)}" if tests else ""
    columns = "*"
    if role != FRONT and relation.front_columns:
        columns = f"columns(lambda name: name not in {relation.front_columns})"
    if role != FRONT and relation.held_columns:
        replaced = (
            f"{sql.format(held=held)} as {column}"
            for column, sql in relation.held_columns.items()
        )
        columns = f"* replace ({', '.join(replaced)})"
    # "not materialized" lets the query's own conditions reach the table scan.
    return f"{name} as not materialized (select {columns} from main.{name}{where})"
