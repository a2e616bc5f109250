"""Every figure of a report is that of the mart, or hidden: asked by SQL of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dashboard.conftest import PEOPLE
from warehouse.read import Reader
from warehouse.reviews.breakdowns import COUNTED
from warehouse.reviews.facts import Facts, facts_of

Row = Mapping[str, Any]
ASKED = [("leader", "91001"), ("committee", "91001"), ("committee", "91")]
PERIODS = ["2026-Q3", "2026-Q4", "2026"]
TABLES = {
    "months": ("agg_unit_months", ("month",)),
    "duties": ("agg_unit_duties", ("month",)),
    "changes": ("stat_before_after", ("item_code", "before_wave", "after_wave")),
    "groups": ("stat_group_changes", ("group_kind", "group_code")),
}
"""Part of the facts → the mart it is of, and what names a row there."""


@pytest.fixture(scope="module")
def marts(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    [path] = (home / "builds").glob("*.duckdb")
    aside = shutil.copy(path, tmp_path_factory.mktemp("marts") / "marts.duckdb")
    with duckdb.connect(str(aside), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize(("role", "unit"), ASKED)
def test_every_figure_is_that_of_the_mart(
    reader: Reader,
    marts: duckdb.DuckDBPyConnection,
    role: str,
    unit: str,
    period: str,
) -> None:
    facts = facts_of(reader, PEOPLE[role], unit, period)
    n_shown = sum(_shown(marts, facts, name) for name in TABLES)
    assert n_shown > 50


def _shown(marts: duckdb.DuckDBPyConnection, facts: Facts, name: str) -> int:
    """How many figures of a part are shown; each is the mart's."""
    table, keys = TABLES[name]
    of_unit = f"map = 'today' and unit_key = '{facts.unit['unit_key']}'"
    if name == "groups":
        before, after = facts.waves or ("", "")
        of_unit += f" and before_wave = '{before}' and after_wave = '{after}'"
        of_unit += " and item_code = 'overall'"
    known = {
        tuple(row[key] for key in keys): row
        for row in _rows(marts, f"select * from {table} where {of_unit}")
    }
    n_shown = 0
    for row in getattr(facts, name):
        there = known[tuple(row[key] for key in keys)]
        for figure in row.keys() & there.keys() - {"map", "unit_key", *keys}:
            if row[figure] is not None:
                assert row[figure] == pytest.approx(there[figure]), (name, figure)
                n_shown += 1
    return n_shown


def test_units_below_are_counted_as_their_months_are(
    reader: Reader, marts: duckdb.DuckDBPyConnection
) -> None:
    facts = facts_of(reader, PEOPLE["committee"], "91", "2026-Q3")
    assert facts.below
    for row in facts.below:
        [there] = _rows(
            marts,
            "select sum(n_with_due) as n_with_due, sum(n_late_strict) as n_late_strict,"
            " sum(n_late_official) as n_late_official from agg_unit_months"
            f" where map = 'today' and unit_key = '{row['unit_key']}'"
            " and month between date '2026-07-01' and date '2026-09-30'",
        )
        for metric in ("late_official", "late_strict"):
            for name in COUNTED[metric]:
                assert row[name] is None or row[name] == there[name], name


def _rows(marts: duckdb.DuckDBPyConnection, sql: str) -> list[Row]:
    found = marts.execute(sql)
    names = [one[0] for one in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
