"""Files of the simulated province: same for a seed, labelled, dirty as real ones."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.simulation import surveys
from ingest.simulation.province import ProvinceSummary, write_province
from ingest.simulation.world import World, draw_world
from tests.ingest.simulation.conftest import N_CASES, SEED
from warehouse.errors import ThanThienError


def _hashes(summary: ProvinceSummary) -> dict[str, str]:
    paths = [*summary.files, summary.truth_path]
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def test_same_seed_gives_the_same_bytes_and_clears_the_last_time(
    written: ProvinceSummary, tmp_path: Path
) -> None:
    stale = tmp_path / "cu_MO_PHONG.csv"
    stale.write_text("x")
    again = write_province(tmp_path, n_cases=N_CASES, seed=SEED)
    assert _hashes(again) == _hashes(written)
    assert not stale.exists()


def test_another_seed_gives_another_province(world: World) -> None:
    other = draw_world(n_cases=N_CASES, seed=SEED + 1, has_effect=True)
    names = other.places.units["unit_name"].tolist()
    assert names != world.places.units["unit_name"].tolist()


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "that.csv").write_text("x")
    with pytest.raises(ThanThienError, match=r"that\.csv"):
        write_province(tmp_path, n_cases=1_000)
    assert (tmp_path / "that.csv").read_text() == "x"


@pytest.mark.parametrize("n_cases", [999, 10_000_001])
def test_sizes_out_of_range_are_refused(tmp_path: Path, n_cases: int) -> None:
    with pytest.raises(ThanThienError):
        write_province(tmp_path, n_cases=n_cases)


def test_every_file_says_it_is_simulated(written: ProvinceSummary) -> None:
    assert (written.folder / "MO_PHONG.txt").exists()
    assert all("MO_PHONG" in path.name for path in written.files)
    for path in written.files:
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            for sheet in book:
                first = next(sheet.iter_rows(values_only=True, max_row=1))
                assert "MÔ PHỎNG" in str(first[0]), (path.name, sheet.title)


def test_no_one_is_named_in_a_denunciation_file(written: ProvinceSummary) -> None:
    files = [p for p in written.files if p.name.startswith("to_cao")]
    assert files
    for path in files:
        head = path.read_text(encoding="utf-8").splitlines()[0]
        for word in ("Họ", "tên", "thoại", "Địa chỉ", "Nội dung", "người"):
            assert word not in head


def test_dirt_of_real_exports_is_present(written: ProvinceSummary) -> None:
    units = _cells(written.folder / "01_danh_muc_don_vi_MO_PHONG.xlsx")
    texts = [cell for row in units for cell in row if isinstance(cell, str)]
    assert any(text != unicodedata.normalize("NFC", text) for text in texts)
    joined = unicodedata.normalize("NFC", " ".join(texts))
    assert "oà" in joined
    assert "òa" in joined
    # only days that cannot be read both ways stand as real dates beside texts
    petitions = next(p for p in written.files if p.name.startswith("don_thu"))
    days = [row[11] for row in _cells(petitions) if "-0" in str(row[1])]
    assert {type(day).__name__ for day in days} == {"str", "datetime"}
    assert all(day.day > 12 for day in days if isinstance(day, datetime))
    ballots = _cells(written.folder / "phieu_nhap_tay_MO_PHONG_truoc_2025.xlsx")
    assert all(isinstance(row[2], int) for row in ballots[6:])
    assert {"x", "X"} <= {cell for row in ballots for cell in row}
    lists = [p for p in written.files if p.name.startswith("danh_sach_ho_so")]
    assert lists
    book = openpyxl.load_workbook(lists[0])
    cells = _cells(lists[0])
    assert any("Tổng cộng" in str(row[1]) for row in cells)
    assert any("NGƯỜI LẬP BIỂU" in str(row[1]) for row in cells)
    assert list(range(1, 21)) in [list(row[:20]) for row in cells]
    assert any(m.min_row < m.max_row for m in book.worksheets[0].merged_cells.ranges)


def _cells(path: Path) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def test_sizes_grow_with_the_options(tmp_path: Path) -> None:
    small = draw_world(n_cases=1_000, seed=1, has_effect=True)
    large = draw_world(n_cases=10_000_000, seed=1, has_effect=True)
    assert small.month_cases.sum() == 1_000
    assert large.month_cases.sum() == 10_000_000
    assert surveys.ballots_per_unit(60_000) >= 120
    many = write_province(tmp_path, n_cases=1_000, seed=1, n_service_ballots=400)
    few = write_province(tmp_path, n_cases=1_000, seed=1, n_service_ballots=50)
    assert many.n_ballots - few.n_ballots == pytest.approx(350, abs=60)
