"""Dossiers of a window: read as a load reads them, and nobody's name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.sampling_frames.child import answer
from ingest.sampling_frames.returned import read_returned
from tests.warehouse.letters.exports import code
from tests.warehouse.waves.frames import NAME, write_returned
from warehouse.errors import SpecError
from warehouse.settings import Settings

AUGUST = date(2026, 8, 1), date(2026, 8, 31)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def test_only_what_was_returned_in_the_window(
    settings: Settings, tmp_path: Path
) -> None:
    export = write_returned(tmp_path / "x.csv", {"91001": 40, "Sở Y tế": 3})
    found = read_returned(settings, export, *AUGUST)
    assert (found.n_rows, found.n_unread) == (45, 0)
    assert len(found.rows) == 31 + 3
    assert found.rows[0] == (
        code(1),
        "Phường An Bình",
        "1.000001.000.00.00.H91",
        "2026-08-01",
    )
    assert {row[1] for row in found.rows} == {"Phường An Bình", "Sở Y tế"}
    assert NAME not in str(found.as_facts())


def test_a_day_nobody_can_read_is_counted(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "kho_20260930.csv"
    head = "MaHoSo,NgayTiepNhan,MaTTHC,DonViTiepNhan,DonViXuLy,KenhThucHien,"
    head += "NgayHenTra,NgayKetThucXuLy,NgayTra,TrangThaiHoSo"
    days = ["20260805101500", "20260832000000", "", "20260831235959", "20260901000000"]
    rows = [
        f"{code(i)},20260701080000,1.1,91001,91001,1,20260901170000,,{day},10"
        for i, day in enumerate(days)
    ]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    found = read_returned(settings, path, *AUGUST)
    assert [row[0] for row in found.rows] == [code(0), code(3)]
    assert (found.n_rows, found.n_unread) == (5, 1)


def test_a_file_of_something_else_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THANTHIEN_HOME", str(settings.home))
    path = tmp_path / "dot.csv"
    path.write_text(
        "Mã đợt;Tên đợt;Loại đợt;Bộ câu hỏi;Mã bộ câu hỏi;Ngày mở\nA;B;C;D;E;F\n",
        encoding="utf-8",
    )
    with pytest.raises(SpecError):
        read_returned(settings, path, *AUGUST)
    request = {"kind": "returned", "path": str(path), "spec": None}
    told = answer(request | {"since": "2026-08-01", "until": "2026-08-31"})
    assert told["exit_code"] == SpecError.exit_code
