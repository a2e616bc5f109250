"""Columns, headings and titles typed in an old font beside others in Unicode."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from ingest.files.legacy_encodings import _TCVN3
from ingest.files.open import open_tables
from ingest.files.sheet import ReadHints
from ingest.files.tables import Table
from ingest.files.text import nfc

_OLD = {char: chr(code) for code, char in _TCVN3.items()}
TITLE = "Sổ theo dõi đơn thư, kiến nghị của người dân"
HEADINGS = ["STT", "Họ và tên", "Tên đơn", "Kết quả"]
CONTENTS = ["Thư xin lỗi của trường", "Được trả trước hạn", "Đường xuống cấp"]
RESULTS = ["Đúng", "Sai", "Được"]


def old(text: str) -> str:
    """A text as it stands in a file whose font draws TCVN3."""
    return "".join(_OLD.get(char, char) for char in nfc(text))


def rows(*, title: bool, headings: bool, n: int) -> list[list[object]]:
    head = [old(h) if headings else h for h in HEADINGS]
    found: list[list[object]] = [[old(TITLE) if title else TITLE], [], [*head]]
    for i in range(n):
        name, told = "Nguyễn Văn Ước", old(CONTENTS[i % 3])
        found.append([i + 1, name, told, old(RESULTS[i % 3])])
    return found


def read(path: Path, lines: Sequence[Sequence[object]]) -> Table:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([[*r, *[""] * (4 - len(r))] for r in lines])
    else:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for line in lines:
            sheet.append(list(line))
        book.save(path)
    return next(open_tables(path, ReadHints()))


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("n", [1, 2, 6, 90])
@pytest.mark.parametrize(("title", "headings"), [(True, False), (False, True)])
def test_what_is_in_an_old_font_comes_in_unicode(
    tmp_path: Path, suffix: str, n: int, title: bool, headings: bool
) -> None:
    lines = rows(title=title, headings=headings, n=n)
    table = read(tmp_path / f"a{suffix}", lines)
    assert table.headings == tuple(HEADINGS)
    assert table.title_lines == (TITLE,)
    [batch] = table.batches()
    assert batch.column(2).to_pylist() == ["Nguyễn Văn Ước"] * n
    assert batch.column(3).to_pylist() == [CONTENTS[i % 3] for i in range(n)]
    assert batch.column(4).to_pylist() == [RESULTS[i % 3] for i in range(n)]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_font_is_told_by_heading(tmp_path: Path, suffix: str) -> None:
    table = read(tmp_path / f"a{suffix}", rows(title=True, headings=False, n=30))
    assert table.fonts() == {"Tên đơn": "tcvn3", "Kết quả": "tcvn3"}


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_total_in_an_old_font_is_no_record(tmp_path: Path, suffix: str) -> None:
    lines = rows(title=True, headings=False, n=6)
    lines.append([None, None, old("Tổng cộng"), "6"])
    lines.append([None, None, old("Người lập biểu"), None])
    table = read(tmp_path / f"a{suffix}", lines)
    [batch] = table.batches()
    assert batch.num_rows == 6
    assert {"total", "signature"} <= set(table.skipped)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("cell", ["Hà", "Tên", "Công ty André", "Müller", "50 µm"])
def test_unicode_stays_as_it_is(tmp_path: Path, suffix: str, cell: str) -> None:
    lines: list[list[object]] = [[TITLE], [], [*HEADINGS]]
    lines += [[i + 1, "Nguyễn Văn Ước", "Đường xuống cấp", cell] for i in range(6)]
    table = read(tmp_path / f"a{suffix}", lines)
    [batch] = table.batches()
    assert batch.column(4).to_pylist() == [cell] * 6
    assert table.fonts() == {}


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_soft_hyphen_in_unicode_goes(tmp_path: Path, suffix: str) -> None:
    lines: list[list[object]] = [["STT", "Nội\u00ad dung", "Ghi chú"]]
    lines += [[i, "Đường\u00ad xuống cấp", "không"] for i in range(3)]
    table = read(tmp_path / f"a{suffix}", lines)
    [batch] = table.batches()
    assert table.headings[1] == "Nội dung"
    assert batch.column(2).to_pylist() == ["Đường xuống cấp"] * 3
