"""A wave of the Front that waits leaves no trace in anybody else's report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard.report.files import OFFERED, made_files
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.small.warehouse import changed
from warehouse.people.account_rows import Identity
from warehouse.reviews.facts import Facts
from warehouse.reviews.visible_reviews import ReportFigures
from warehouse.settings import Settings

WAVE = "GS-2026"
PERIOD = "2026-Q3"


@pytest.fixture
def waiting(home: Path, tmp_path: Path) -> Settings:
    """A wave like the later one of the pair, held by the Front and far better."""
    copy = shutil.copytree(home / "builds", tmp_path / "home" / "builds")
    [path] = copy.glob("*.duckdb")
    with changed(path) as connection:
        for table, column in (
            ("dim_waves", "wave_code"),
            ("stat_before_after", "after_wave"),
            ("stat_group_changes", "after_wave"),
            ("agg_answer_levels", "wave_code"),
        ):
            more = (
                ", 'independent' as stream, 'front' as owner,"
                " date '2026-09-20' as opened_on, date '2026-09-21' as closed_on"
                if table == "dim_waves"
                else ""
            )
            connection.sql(
                f"insert into {table} by name select * replace"
                f" ('{WAVE}' as {column}{more}) from {table}"
                f" where {column} = 'A2026'"
            )
    return Settings(home=copy.parent)


def figures(settings: Settings, by: Identity, code: str) -> Facts:
    return ReportFigures(settings, by).of(code, PERIOD)[0]


@pytest.mark.parametrize(("role", "code"), [("committee", "91"), ("leader", "91001")])
def test_files_are_as_if_the_wave_were_not_there(
    waiting: Settings, home: Path, role: str, code: str
) -> None:
    by = PEOPLE[role]
    without = figures(Settings(home=home), by, code)
    held = figures(waiting, by, code)
    assert held == without
    files = (made_files(one, None, OFFERED) for one in (held, without))
    assert list(next(files)) == list(next(files))


def test_the_front_itself_reads_it(waiting: Settings) -> None:
    """Else the test above would hold for a wave that nobody could read."""
    found = figures(waiting, PEOPLE["front"], "91")
    assert WAVE in {str(row["wave_code"]) for row in found.rounds} | set(
        found.waves or ()
    )
