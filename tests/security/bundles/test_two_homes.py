"""The simulated province in two homes: the committee reads what was released."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ingest.loading.load import load_files
from ingest.loading.take_bundle import take_bundle
from ingest.simulation.province import write_province
from tests.security.bundles.two_homes import n_found
from tests.warehouse.custody.front_desk import released_by_front, signer_of
from tests.warehouse.roles import scope_of
from warehouse.builds.build import build
from warehouse.custody.front_waves import held_waves
from warehouse.custody.make_bundle import make_bundle
from warehouse.hiding.hide_rows import Row
from warehouse.queries.query import Query
from warehouse.raw.store import open_raw
from warehouse.read import Reader
from warehouse.settings import Settings

_GAPS = "select * from stat_independent_gaps order by all"


@dataclass(frozen=True)
class Homes:
    """Both homes, the wave that is released, and what is planted in the other."""

    front: Settings
    province: Settings
    released: str
    planted: list[str]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory, is_release: bool) -> Homes:
    if not is_release:
        pytest.skip("two whole builds; run with --release")
    folder = tmp_path_factory.mktemp("two")
    front = Settings(home=folder / "front")
    province = Settings(home=folder / "province", front_by_bundle=True)
    files = list(write_province(folder / "files", n_cases=2_000).files)
    signer = signer_of(front)
    for result in load_files(files, settings=front, signer=signer):
        assert result.status == "loaded", result.reason
    build(front)
    waiting = [code for code in held_waves(front) if code.startswith("DL")]
    released, kept = waiting[0], waiting[-1]
    assert released != kept
    released_by_front(front, released)
    with open_raw(front) as connection:
        found = connection.execute(
            "select distinct ballot_id from raw.answer where wave_code = ?"
            " order by all limit 50",
            [kept],
        ).fetchall()
    planted = [str(ballot) for (ballot,) in found]
    _strike_the_fronts(files)
    refused = {
        result.file_name: str(result.reason)
        for result in load_files(files, settings=province)
        if result.status != "loaded"
    }
    assert refused
    assert all("that no list names" in reason for reason in refused.values())
    build(province)
    return Homes(front, province, released, planted)


def _strike_the_fronts(files: list[Path]) -> None:
    """Takes the Front's lines off the province's own list of waves."""
    [path] = [path for path in files if "dot_khao_sat" in path.name]
    book = load_workbook(path)
    for sheet in book:
        for row in range(sheet.max_row, 0, -1):
            if any("Mặt trận" in str(cell.value) for cell in sheet[row]):
                sheet.delete_rows(row)
    book.save(path)


def _gaps(settings: Settings, role: str) -> list[Row]:
    """All gaps a role reads, of every period, unit and question."""
    reader = Reader(settings, {"all": Query("all", "independent", _GAPS)})
    return reader.run("all", scope_of(reader, role)).rows


def test_the_committee_reads_what_was_released_and_nothing_else(homes: Homes) -> None:
    front, province = homes.front, homes.province
    assert n_found(front, homes.planted) == len(homes.planted)
    assert n_found(province, homes.planted) == 0
    assert _gaps(province, "committee") == []
    path = front.home.parent / "1.bundle"
    made = make_bundle(front, signer_of(front))
    path.write_text(made.text, encoding="utf-8")
    assert made.waves == (homes.released,)
    key = signer_of(front).public_key
    take_bundle(province, path, actor="t", public_key=key)
    result = build(province)
    assert result.is_published
    assert result.withheld == ()
    assert _gaps(province, "committee") == _gaps(front, "committee") != []
    assert n_found(province, homes.planted) == 0
