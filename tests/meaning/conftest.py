"""Small provinces whose right figures are known, loaded and built once each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingest.loading.load import load_files
from warehouse.builds.transform import run
from warehouse.settings import Settings

FILES = Path(__file__).parent / "files"
MODELS = ["stat_before_after", "stat_independent_gaps", "stat_unit_signals"]
MODELS += ["stat_unit_effects", "agg_answer_levels", "dq_flags"]
BUILD = ["build", "--exclude-resource-type", "test", "unit_test", "--select"]
Rows = list[dict[str, Any]]
Ask = Callable[[str], Rows]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ask]:
    """Rows of a query on the build of one folder of `files`."""
    homes: dict[str, Path] = {}

    def of(case: str) -> Ask:
        if case not in homes:
            homes[case] = tmp_path_factory.mktemp(case)
            build_folder(FILES / case, homes[case])
        return ask_of(homes[case])

    return of


def ask_of(home: Path) -> Ask:
    """Rows of a query on the build in a home."""
    database = str(home / "warehouse.duckdb")

    def ask(sql: str) -> Rows:
        with duckdb.connect(database, read_only=True) as connection:
            found = connection.execute(sql)
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    return ask


def build_folder(folder: Path, home: Path, models: Sequence[str] = MODELS) -> None:
    """Loads lists by the shipped specs, ballots by `long.yml`, and builds `models`
    with all they rest on."""
    settings = Settings(home=home)
    lists = sorted(folder.glob("*_2026*.csv"))
    ballots = sorted(set(folder.glob("*.csv")) - set(lists))
    results = load_files(lists, settings=settings)
    results += load_files(ballots, spec_path=folder / "long.yml", settings=settings)
    assert {one.status for one in results} == {"loaded"}
    outcome = run(
        settings,
        database=home / "warehouse.duckdb",
        scratch=home / "scratch.duckdb",
        arguments=[*BUILD, *(f"+{name}" for name in models)],
    )
    assert not outcome.failures
