"""Two simulated provinces together say of each what its own home says alone.

Their own homes and their files inside the nation are the same table by table, but for
the last digits of sums of fractions, whose order no engine promises; the national file
has the rows of the latter as they are.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from benchmarks.same_marts import differences
from ingest.loading.load import load_files
from ingest.simulation.province import write_province
from tests.warehouse.nation.test_build_nation import figures_of, rows_beside
from tests.warehouse.nation.two_provinces import ONE, OTHER, TwoProvinces, homes_in
from warehouse.builds.build import build
from warehouse.builds.pointer import newest_whole
from warehouse.nation.build_nation import build_nation
from warehouse.settings import Settings

# Both are loaded, built alone, and built again inside the nation: minutes.
pytestmark = pytest.mark.release
N_CASES = 20_000
SEEDS = {ONE: 1, OTHER: 2}


@pytest.fixture(scope="module")
def provinces(tmp_path_factory: pytest.TempPathFactory) -> TwoProvinces:
    made = homes_in(tmp_path_factory.mktemp("provinces"))
    for code, seed in SEEDS.items():
        home = made.homes[code]
        written = write_province(home.home / "files", n_cases=N_CASES, seed=seed)
        load_files(list(written.files), settings=home)
        _belongs_to_nobody(home)
        assert build(home).is_published
        made.gather(code)
    assert build_nation(made.nation).failures == ()
    return made


def _belongs_to_nobody(home: Settings) -> None:
    """No wave waits for the Front, so all of both provinces is compared."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{home.raw_path}' as store")
        connection.execute(
            "update store.raw.wave set owner = 'committee' where owner = 'front'"
        )
    for name in ("raw.seal.json", "state.sqlite", "state.seal.json"):
        (home.home / name).unlink(missing_ok=True)


def _file(settings: Settings) -> Path:
    return settings.builds_dir / newest_whole(settings).file


@pytest.mark.parametrize("code", SEEDS)
def test_every_table_of_a_province_is_that_of_its_own_home(
    provinces: TwoProvinces, code: str
) -> None:
    own, here = _file(provinces.homes[code]), _file(provinces.inside(code))
    assert list(differences(own, here)) == []


@pytest.mark.parametrize("code", SEEDS)
def test_the_national_file_says_of_a_province_what_its_file_says(
    provinces: TwoProvinces, code: str
) -> None:
    with duckdb.connect() as files:
        for name, path in (
            ("nation", _file(provinces.nation)),
            (f"p_{code}", _file(provinces.inside(code))),
        ):
            files.execute(f"attach '{path}' as {name} (read_only)")
        files.execute("use nation")
        n_rows = 0
        for table, columns in figures_of(files):
            own, here = rows_beside(files, table, columns, code)
            assert here == own, table
            n_rows += len(own)
        assert n_rows > 10_000
