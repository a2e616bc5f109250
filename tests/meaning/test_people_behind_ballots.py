"""A unit is hidden by how many people answered, not by how many ballots they gave."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.meaning.conftest import build_folder
from warehouse.builds.transform import run
from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_lattices import all_hidden_cells
from warehouse.settings import Settings
from warehouse.stores.run_query import rows_of
from warehouse.upkeep.retention import apply_retention

pytestmark = pytest.mark.release

LISTS = Path(__file__).parent / "files" / "25_people_and_points"
READ = ["stat_before_after", "agg_unit_months", "agg_ballot_months", "dim_waves"]
READ += ["stat_independent_gaps", "stat_officer_periods", "agg_response", "idx_sipas"]
READ += ["agg_pair_respondents", "agg_repeat_ballots", "agg_officer_repeats"]
READ += ["agg_index_repeats", "idx_decision_766", "dim_thresholds", "stat_wave_units"]
DAYS = {"B": "10/03/2025", "A": "08/09/2026", "F": "03/02/2026", "S": "04/02/2026"}
OF_TWO = "77001"


def ballots(*, is_named: bool) -> pd.DataFrame:
    """Six ballots of two people in one unit and wave; all others of one person each."""
    rows = []
    for wave, day in DAYS.items():
        for unit, n in (("77001", 6), ("77002", 30), ("77003", 40)):
            for i in range(n):
                person = f"{unit}-{i % 2 if unit == OF_TWO else i}"
                rows.append(
                    {
                        "wave": wave,
                        "unit": unit,
                        "item": "overall",
                        "level": 5 if i % 3 else 2,
                        "day": day,
                        "weight": 1,
                        "person": f"{wave}{person}" if is_named else "",
                        "point": "",
                        "stratum": "",
                    }
                )
    frame = pd.DataFrame(rows)
    return frame.assign(ballot=[f"P{i:05d}" for i in range(len(frame))])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Path]:
    def of(is_named: bool) -> Path:
        folder = tmp_path_factory.mktemp("named" if is_named else "unnamed")
        shutil.copytree(LISTS, folder, dirs_exist_ok=True)
        ballots(is_named=is_named).to_csv(folder / "phieu.csv", index=False)
        build_folder(folder, folder, READ)
        return folder

    return of


def hidden(home: Path) -> frozenset[Cell]:
    """As a reader finds them: of what the folder did not build there is nothing."""
    path = str(home / "warehouse.duckdb")
    with duckdb.connect(path, read_only=True) as connection:
        return all_hidden_cells(
            lambda text: rows_of(connection, text, {}, limit=1_000_000)
        )


def of_unit(cells: frozenset[Cell], lattice: str, unit: str) -> set[Cell]:
    return {c for c in cells if c[0] == lattice and str(c[2]).startswith(f"{unit}@")}


def test_few_people_are_hidden_in_all_that_is_shown_of_them(
    home: Callable[[bool], Path],
) -> None:
    assert not hidden(home(False))
    named = home(True)
    before = hidden(named)
    for lattice in ("pair", "wave", "month", "gap", "signal"):
        # a neighbour goes too, or the province less the others gives them away
        assert of_unit(before, lattice, "77001"), lattice
        assert of_unit(before, lattice, "77002"), lattice
        assert not of_unit(before, lattice, "77003"), lattice
    # the names are gone after two years; which ballots are one person's stays
    settings = Settings(home=named)
    moment = int(pd.Timestamp(date(2029, 6, 1)).timestamp())
    apply_retention(settings, actor="test", is_clock_confirmed=True, now=moment)
    (named / "warehouse.duckdb").unlink()
    outcome = run(
        settings,
        database=named / "warehouse.duckdb",
        scratch=named / "scratch.duckdb",
        arguments=["build", "--exclude-resource-type", "test", "unit_test", "--select"]
        + [f"+{name}" for name in READ],
    )
    assert not outcome.failures
    assert hidden(named) == before
