"""One simulated province: its delivered files, and the marts built from them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from ingest.commands.ingest import load
from ingest.simulation.province import write_province
from tests.recompute.province import Delivered
from warehouse.builds.transform import run
from warehouse.settings import Settings

N_CASES, SEED = 2_000, 20260701
MODELS = (
    "agg_unit_months", "agg_unit_duties", "agg_officer_cells", "stat_officer_periods",
    "idx_sipas", "stat_before_after", "agg_forms", "agg_response", "fct_commitments",
    "fct_reminders", "fct_readiness_checks", "fct_targets",
)  # fmt: skip
# A home that is built already saves the build while these tests are worked on.
HOME = os.environ.get("THANTHIEN_RECOMPUTE_HOME")


@dataclass(frozen=True)
class Province:
    """Both sides: the files, and the published rows."""

    given: Delivered
    marts: duckdb.DuckDBPyConnection
    as_of: pd.Timestamp

    def rows(self, sql: str) -> pd.DataFrame:
        """Published rows; days as moments."""
        found = self.marts.execute(sql).df()
        for name in ("month", "given_on", "signed_on"):
            if name in found:
                found[name] = pd.to_datetime(found[name])
        return found


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """The province; its last day is known from the simulation, not by the build."""
    settings = Settings(home=Path(HOME or tmp_path_factory.mktemp("recompute")))
    folder = settings.home / "tinh_mo_phong"
    if HOME:
        build = json.loads((settings.builds_dir / "current.json").read_text())
        database = settings.builds_dir / build["file"]
    else:
        written = write_province(folder, n_cases=N_CASES, seed=SEED)
        load(settings, list(written.files))
        database = settings.home / "warehouse.duckdb"
        outcome = run(
            settings,
            database=database,
            scratch=settings.home / "scratch.duckdb",
            arguments=[
                "build", "--exclude-resource-type", "unit_test", "test",
                "--select", *(f"+{name}" for name in MODELS),
            ],
        )  # fmt: skip
        assert outcome.failures == ()
    with duckdb.connect(str(database), read_only=True) as marts:
        yield Province(Delivered(folder), marts, pd.Timestamp(2026, 10, 31))
