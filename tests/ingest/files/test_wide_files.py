"""Wide files: Excel's own columns are read, absurd ones refused at once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from ingest.files.open import open_tables
from ingest.loading.load import load_files
from ingest.spec.read_spec import read_spec
from tests.ingest.conftest import Desk
from warehouse.errors import SpecError, UnreadableFileError

SPEC = """
unknown_headings: ignore
kinds:
  - kind: target
    columns:
      unit_code: {from: Mã}
      indicator: {constant: i}
      period: {constant: "2026"}
      planned: {from: Cuối}
"""


def test_a_workbook_as_wide_as_excel_is_read(desk: Desk) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("a")
    sheet.append(["Mã", *(f"c{i}" for i in range(16_382)), "Cuối"])
    for row in range(30):
        sheet.append([f"0{row}", *([1] * 16_382), row])
    path = desk.folder / "rong.xlsx"
    book.save(path)
    result = desk.load_path(path, SPEC)
    assert result.status == "loaded", result.reason
    assert desk.raw("select sum(planned)::int from raw.target") == [(435,)]


def test_a_million_columns_are_refused_within_seconds(tmp_path: Path) -> None:
    path = tmp_path / "trieu.csv"
    path.write_text(",".join(["x"] * 1_000_000) + "\n1\n")
    started = time.monotonic()
    with pytest.raises(UnreadableFileError, match="at most 32768 fields"):
        next(open_tables(path))
    assert time.monotonic() - started < 5


def test_a_bomb_of_aliases_is_refused_within_seconds(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 12):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    path = tmp_path / "bom.yml"
    path.write_text("\n".join(lines) + "\n")
    started = time.monotonic()
    with pytest.raises(SpecError, match="aliases written out"):
        read_spec(path)
    assert time.monotonic() - started < 5


@pytest.mark.skipif(sys.platform == "win32", reason="names are Unicode there")
def test_a_name_in_another_encoding_is_read(desk: Desk) -> None:
    text = "Mã,Cuối\n01,5\n"
    path = os.fsencode(desk.folder) + b"/h\xe5\xbb s\xac.csv"
    Path(os.fsdecode(path)).write_bytes(text.encode())
    result = desk.load_path(Path(os.fsdecode(path)), SPEC)
    assert result.status == "loaded"
    result.as_text("vi").encode()
    assert len(desk.raw("select file_name from raw.file")) == 1


def test_an_apostrophe_in_a_folder_is_no_matter(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "M'Drắk")
    desk.file("xa.csv", "x")
    result = desk.load(SPEC, "Mã,Cuối\n01,5\n")
    assert result.status == "loaded"
    again = load_files([desk.folder / "tep.csv"], settings=desk.settings)
    assert again[0].status == "already_loaded"


@pytest.mark.parametrize("encoding", ["cp1252", "cp1258", "ascii", "latin-1"])
def test_no_stream_ends_a_command(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "tệp.csv"
    path.write_text("Mã,Tên tiêu đề lạ\n1,Nguyễn\n", encoding="utf-8")
    home = {"THANTHIEN_HOME": str(tmp_path / "home"), "PYTHONIOENCODING": encoding}
    for command in ("explain", "ingest"):
        done = subprocess.run(
            [sys.executable, "-m", "thanthien", command, str(path)],
            env=os.environ | home,
            capture_output=True,
            check=False,
        )
        assert b"Traceback" not in done.stderr
        assert done.returncode in (0, 1, 2, 3)
        assert done.stdout
