"""A small published build, invented, with every case a page must show.

Two districts and eight communes before 1 July 2025, four communes and a centre
after it; fourteen items, two waves, twenty-four officers, thirty months. One commune
has too few ballots, one a changed questionnaire, one fewer ballots than may be shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pandas as pd

from tests.dashboard.small import (
    ballots,
    cases,
    duties,
    fieldwork,
    groups,
    indices,
    left_out,
    months,
    officers,
    questionnaire,
    rules,
    supervision,
    units,
    waves,
)
from tests.dashboard.small.ballots import AFTER, BEFORE, ITEMS
from tests.dashboard.small.units import key

__all__ = ["AFTER", "BEFORE", "changed", "key", "write_build"]

SEEDS = Path(__file__).parents[3] / "dbt_project" / "seeds"
# One in so many of all counts: then nothing and nobody has enough for a verdict.
FEW = 40


def write_build(
    home: Path,
    *,
    build_id: str = "20261123T010000-test",
    is_empty: bool = False,
    is_few: bool = False,
) -> Path:
    """Writes the build and its pointer under `home`; returns the build's file.

    Args:
        home: The folder of the build.
        build_id: Its id.
        is_empty: Only the lists of names have rows.
        is_few: All counts are too small for a verdict.
    """
    builds = home / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    path = builds / f"warehouse-{build_id}.duckdb"
    path.write_bytes(_file(is_empty, is_few))
    pointer = {
        "build_id": build_id,
        "file": path.name,
        "size_bytes": path.stat().st_size,
        "sha256": "",
        "published_at": "2026-11-23T08:00:00+07:00",
        "is_simulated": True,
        "data_as_of": "2026-10-31",
        "raw_max_loaded_at": "2026-11-22T20:00:00",
    }
    text = json.dumps(pointer)
    (builds / "current.json").write_text(text, encoding="utf-8")
    return path


@contextmanager
def changed(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Opens a build to put other rows in, then points to it as it is now."""
    with duckdb.connect(str(path)) as connection:
        yield connection
    pointer_path = path.with_name("current.json")
    pointer = json.loads(pointer_path.read_text(encoding="utf-8"))
    pointer["size_bytes"] = path.stat().st_size
    pointer_path.write_text(json.dumps(pointer), encoding="utf-8")


@cache
def _file(is_empty: bool, is_few: bool) -> bytes:
    """The build's file: written once in a process, it is copied wherever asked."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        with duckdb.connect(str(path)) as connection:
            for name, frame in _tables(FEW if is_few else 1).items():
                connection.register("frame", frame)
                connection.sql(f"create table main.{name} as select * from frame")
                connection.unregister("frame")
                if is_empty and not name.startswith(("dim_units", "dim_items")):
                    connection.sql(f"delete from main.{name}")
            _retype(connection)
            for name in ("fct_watched_cases", "agg_case_days"):
                connection.sql(f"create table main.{name} as {_model(name)}")
        return path.read_bytes()


def _retype(connection: duckdb.DuckDBPyConnection) -> None:
    for table, column in (
        ("dim_units", "unit_valid_from"),
        ("dim_units", "valid_to"),
        ("dim_units", "model_start_date"),
        ("dim_calendar_days", "day"),
        ("dim_thresholds", "valid_from"),
        ("dim_thresholds", "valid_to"),
        ("dim_criteria", "valid_from"),
        ("dim_criteria", "valid_to"),
        ("dim_rules", "valid_from"),
        ("dim_rules", "valid_to"),
        ("dim_waves", "opened_on"),
        ("dim_waves", "closed_on"),
        ("agg_unit_months", "month"),
        ("agg_ballot_months", "month"),
        ("agg_unit_duties", "month"),
        ("agg_owed_letters", "month"),
        ("agg_commitment_evidence", "month"),
        ("agg_reached_hamlets", "month"),
        ("fct_owed_letters", "occasion_on"),
        ("fct_owed_letters", "due_on"),
        ("fct_owed_letters", "sent_on"),
        ("agg_duty_months", "month"),
        ("agg_unit_services", "month"),
        ("agg_signatures", "month"),
        ("fct_requirements", "month"),
        ("fct_requirements", "judged_on"),
        ("fct_requirements", "shown_on"),
        ("stat_unit_signals", "month"),
        ("fct_petitions", "due_on"),
        *(("fct_recommendations", day) for day in supervision.RECOMMENDATION_DAYS),
        *(("agg_interviewers", day) for day in fieldwork.DAYS),
        ("dim_officers", "valid_to"),
    ):
        connection.sql(f"alter table main.{table} alter {column} type date")


def _tables(thin: int) -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(20261123)
    levels = pd.DataFrame(ballots.answer_levels(rng, thin))
    changes = pd.DataFrame(ballots.changes(levels))
    respondents = groups.respondents(changes)
    unit_months = pd.DataFrame(months.months_of(rng, thin))
    unit_keys = [key(f"9100{i}") for i in (1, 2, 3, 4)]
    officer_list = list(officers.officers())
    supervised = supervision.tables(list(ITEMS), thin)
    answered = pd.concat([levels, supervised.pop("agg_answer_levels")])
    asked = waves.tables(thin)
    shares = [asked.pop("stat_wave_units"), supervised.pop("stat_wave_units")]
    return {
        "dim_units": pd.DataFrame(units.units()),
        "dim_calendar_days": pd.DataFrame(months.calendar_days()),
        "dim_boundaries": pd.DataFrame(units.boundaries()),
        "bridge_unit_succession": pd.DataFrame(units.succession()),
        "dim_items": pd.DataFrame(ballots.items()),
        "dim_metrics": pd.read_csv(SEEDS / "metrics.csv"),
        "dim_waves": pd.DataFrame(ballots.waves()),
        "agg_answer_levels": answered,
        **supervised,
        **fieldwork.tables(thin),
        "stat_before_after": changes,
        "agg_pair_respondents": respondents,
        "stat_group_changes": groups.group_rows(
            respondents, pd.DataFrame(units.units())
        ),
        "agg_unit_months": unit_months,
        "agg_ballot_months": pd.DataFrame(months.ballot_months(unit_months)),
        "stat_unit_signals": pd.DataFrame(months.signals(unit_months)),
        "stat_unit_effects": pd.DataFrame(months.effects(is_few=thin > 1)),
        "stat_wave_effects": pd.DataFrame(months.wave_effects(is_few=thin > 1)),
        # in the small build each ballot is of a person of its own
        "agg_wave_people": pd.DataFrame(
            {"wave_code": ["none"], "n_ballots": [0], "n_respondents": [0]}
        ).iloc[:0],
        "stat_staggered_effects": pd.DataFrame(
            months.staggered_effects(is_few=thin > 1)
        ),
        "dim_officers": pd.DataFrame(officer_list),
        "dim_procedures": pd.DataFrame(cases.procedures()),
        "fct_cases": pd.DataFrame(cases.cases(officer_list, thin)),
        "agg_officer_cells": pd.DataFrame(cases.officer_cells(officer_list, thin)),
        "agg_response": pd.DataFrame(cases.response(unit_keys, key("91"), thin)),
        "agg_forms": pd.DataFrame(cases.forms()),
        "dim_sources": pd.DataFrame(cases.sources()),
        "dq_flags": pd.DataFrame(cases.flags(unit_keys[:2], thin)),
        "dq_restatements": pd.DataFrame(cases.restatements(key("91001"))),
        "fct_reminders": pd.DataFrame(cases.reminders(key("91001"))),
        "fct_process_matters": pd.DataFrame(cases.process_matters(key("91001"))),
        "fct_inspections": pd.DataFrame(cases.inspections(key("91001"))),
        "idx_circular_01_officers": pd.DataFrame(cases.officer_marks(key("91001"))),
        "stat_officer_periods": pd.DataFrame(officers.officer_periods(rng, thin)),
        "stat_independent_gaps": pd.DataFrame(ballots.gaps(thin)),
        "fct_petitions": pd.DataFrame(months.petitions(thin)),
        "stat_questionnaire_quality": pd.DataFrame(questionnaire.scales(BEFORE, thin)),
        "stat_item_quality": pd.DataFrame(questionnaire.items(BEFORE, ITEMS, thin)),
        "agg_repeat_ballots": questionnaire.no_repeats(),
        "dq_loads": pd.DataFrame(months.loads()),
        **indices.tables(unit_keys),
        **duties.tables(unit_keys),
        **left_out.tables(BEFORE),
        **rules.tables(),
        **asked,
        "stat_wave_units": pd.concat(shares, ignore_index=True),
    }


def _model(name: str) -> str:
    """The model's own text: what is made from the small cases as from real ones."""
    [path] = (SEEDS.parent / "models" / "marts").rglob(f"{name}.sql")
    return path.read_text("utf-8").replace("{{ ref('fct_cases') }}", "main.fct_cases")
