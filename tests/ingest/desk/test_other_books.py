"""An old workbook of two months, and a book with three header rows, mapped by choices.

What is loaded equals what a spec written by hand loads.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ingest.desk.sheets.sheet_facts import merged_columns, sheet_patterns, title_days
from ingest.loading.load import load_files
from tests.ingest.desk import messy_books
from tests.ingest.desk.by_hand import (
    ALIASES,
    DOSSIER_EXPORT,
    PETITION_BOOK,
)
from tests.ingest.desk.conftest import Act, hand_over
from tests.ingest.desk.dossier_export import STATES, dossier_export
from tests.ingest.desk.petition_book import NEW_NAME, petition_book
from tests.ingest.desk.test_mapping import heading, raw_rows
from warehouse.desk.inbox import Card
from warehouse.settings import Settings

TIMES = "Mốc thời gian / "
COURSE = "Quá trình giải quyết / "
EXPORT, BOOK = "BC_ho_so.xls", "don_thu.xlsx"


def by_hand(
    tmp_path: Path, name: str, content: bytes, spec: str, kind: str
) -> list[tuple[Any, ...]]:
    """What a spec somebody wrote loads of a file, and of the lists it needs."""
    settings = Settings(home=tmp_path / "hand")
    lists = {"u.csv": messy_books.UNITS, "ten_khac.csv": ALIASES}
    for file_name, text in lists.items():
        (tmp_path / file_name).write_text(text, encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    (tmp_path / "hand.yml").write_text(spec, encoding="utf-8")
    load_files([tmp_path / one for one in lists], settings=settings)
    [result] = load_files(
        [tmp_path / name], spec_path=tmp_path / "hand.yml", settings=settings
    )
    assert (result.status, result.n_refused) == ("loaded", 0)
    return raw_rows(settings, kind)


def timed(act: Act, proposal: Any, name: str) -> dict[str, Any]:
    """A column of times, read in the formats that are proposed."""
    column = next(c for c in proposal["columns"] if c["is_day"])
    return heading(name, formats=column["formats"][name])


def proposed(
    settings: Settings, act: Act, name: str, content: bytes
) -> tuple[Card, Mapping[str, Any]]:
    """A book no spec reads, beside the list of units, and what is proposed for it."""
    act("load", hand_over(settings, "u.csv", messy_books.UNITS))
    card = hand_over(settings, name, content)
    assert act("understand", card)["spec"] is None
    return card, act("propose", card)


def test_an_old_workbook_of_two_months_is_loaded_as_by_hand(
    settings: Settings, act: Act, tmp_path: Path
) -> None:
    content = dossier_export(8)
    card, found = proposed(settings, act, EXPORT, content)
    assert found["kind"] == "case"
    assert found["alike"] == ["Thang 09", "Thang 10"]
    assert found["merged"] == ["Đơn vị"]
    assert set(found["personal"]) == {"Người nộp / Họ tên", "Người nộp / Điện thoại"}
    days = {day["before"]: day for day in found["title_days"]}
    of_export = next(day for said, day in days.items() if "lúc 17 giờ" in said)
    words = ("returned", "returned", "processing", "supplementing")
    said = {
        "title": "Danh sách hồ sơ",
        "kind": "case",
        "sheet": found["sheet"],
        "sheets": found["sheets"],
        "sheets_read": found["alike"],
        "headings": [one["heading"] for one in found["headings"]],
        "personal": found["personal"],
        "merged": found["merged"],
        "columns": {
            "case_code": heading("Hồ sơ / Số biên nhận"),
            "procedure_code": heading("Hồ sơ / Mã thủ tục"),
            "receiving_unit_code": heading("Đơn vị", is_named=True),
            "received_at": timed(act, found, f"{TIMES}Nhận"),
            "due_at": timed(act, found, f"{TIMES}Hẹn"),
            "returned_at": timed(act, found, f"{TIMES}Trả dân"),
            "status": heading(
                "Tình hình", values=dict(zip(STATES, words, strict=True))
            ),
            "extracted_on": {"from": "title"}
            | {name: of_export[name] for name in ("pattern", "format")},
        },
        "items": [],
    }
    tried = act("try", card, **said)["kinds"]["case"]
    assert (tried["n_loaded"], tried["n_refused"]) == (32, 0)
    act("keep", card, **said)
    act("load", card)
    expected = by_hand(tmp_path, EXPORT, content, DOSSIER_EXPORT, "case")
    assert raw_rows(settings, "case") == expected
    assert len(expected) == 32
    again = hand_over(settings, "BC_ho_so_sau.xls", dossier_export(9))
    assert act("understand", again)["spec"]["name"] == "desk_danh_sach_ho_so"


def test_a_book_with_three_header_rows_is_loaded_as_by_hand(
    settings: Settings, act: Act, tmp_path: Path
) -> None:
    content = petition_book(20)
    card, found = proposed(settings, act, BOOK, content)
    assert (found["kind"], found["header_line"], found["header_rows"]) == (
        "petition",
        5,
        3,
    )
    assert {day["text"] for day in found["title_days"]} == {"30 tháng 11 năm 2026"}
    values = {c["name"]: c.get("values", {}) for c in found["columns"]}
    ends = {"Khiếu nại đúng": "upheld", "Đúng một phần": "partly_upheld"}
    day = found["title_days"][0]
    said = {
        "title": "Sổ đơn thư",
        "kind": "petition",
        "sheet": found["sheet"],
        "sheets": found["sheets"],
        "headings": [one["heading"] for one in found["headings"]],
        "personal": found["personal"],
        "columns": {
            "petition_code": heading("Đơn số"),
            "kind": heading(
                "Phân loại / Loại đơn",
                values=values["kind"]["Phân loại / Loại đơn"]
                | {"Đơn khiếu nại": "complaint"},
            ),
            "field": heading("Phân loại / Lĩnh vực"),
            "received_on": timed(act, found, f"{COURSE}Đơn đến"),
            "accepted_on": timed(act, found, f"{COURSE}Theo luật / Thụ lý"),
            "due_on": timed(act, found, f"{COURSE}Theo luật / Hạn cuối"),
            "resolved_on": timed(act, found, f"{COURSE}Xong"),
            "unit_code": heading("Giao cho", is_named=True),
            "outcome": heading("Kết quả", values=ends | {"Không đúng": "rejected"}),
            "extracted_on": {
                "from": "title",
                "pattern": day["pattern"],
                "format": day["format"],
            },
        },
        "items": [],
    }
    tried = act("try", card, **said)
    assert tried["kinds"]["petition"]["n_refused"] == 5
    assert [name for name, _, _ in tried["names"]["texts"]] == [NEW_NAME]
    act("confirm_names", card, names={NEW_NAME: "91001"})
    act("keep", card, **said)
    assert act("load", card)["n_loaded"] == 20
    expected = by_hand(tmp_path, BOOK, content, PETITION_BOOK, "petition")
    assert raw_rows(settings, "petition") == expected


@pytest.mark.parametrize(
    ("titles", "n", "pattern_of_first"),
    [
        (["Tính đến 31/10/2026"], 1, r"(?<!\d)(?P<day>\d{1,2}/\d{1,2}/\d{4})(?!\d)"),
        (["Từ 01/10/2026 đến 31/10/2026"], 2, None),
        (["Ngày 01/10/2026", "Ngày 02/10/2026"], 1, None),
        (["Số 12/2026"], 0, None),
    ],
)
def test_days_of_a_title(
    titles: list[str], n: int, pattern_of_first: str | None
) -> None:
    found = title_days(titles)
    assert len(found) == n
    if pattern_of_first:
        assert found[0]["pattern"] == pattern_of_first


@pytest.mark.parametrize(
    ("read", "others", "patterns"),
    [
        (["Tháng 09 (bổ sung)"], ["Bìa"], [r"^Tháng\ \d+\ \(bổ\ sung\)$"]),
        (["Tháng 09", "Tháng 10"], ["Bìa"], [r"^Tháng\ \d+$"]),
        # another layout, or a month the clerk left out, under the same word
        (["Sheet1"], ["Sheet2"], ["^Sheet1$"]),
        (["Tháng 09"], ["Tháng 10"], [r"^Tháng\ 09$"]),
    ],
)
def test_a_sheet_of_another_month_is_alike(
    read: list[str], others: list[str], patterns: list[str]
) -> None:
    assert sheet_patterns(read, others) == patterns


@pytest.mark.parametrize(
    ("cells", "is_merged"),
    [
        (["A", None, None, "B", None], True),
        (["A", "A", None, None, None], False),
        ([None, "A", None, None], False),
        (["A", "B", "C", None], False),
        (["A", "B"], False),
    ],
)
def test_what_stands_once_for_several_rows(
    cells: list[str | None], is_merged: bool
) -> None:
    assert bool(merged_columns({"h": cells})) is is_merged


def test_open_cases_of_a_book_get_no_day_of_return(
    settings: Settings, act: Act
) -> None:
    card = hand_over(settings, "so_viec.xlsx", messy_books.dossier_book())
    assert act("propose", card)["merged"] == []


def test_a_day_of_few_rows_is_not_merged() -> None:
    """An open case has no day of return; the row above must not lend it one."""
    cells: dict[str, list[str | None]] = {
        "STT": ["1", "2", "3", "4", "5"],
        "Đơn vị": ["A", None, None, "B", None],
        "Mã hồ sơ": ["H1", "H2", "H3", "H4", "H5"],
        "Ngày trả": ["02/03/2026", None, None, "05/03/2026", None],
    }
    assert merged_columns(cells) == ["Đơn vị"]


def test_a_sheet_of_bare_numbers_does_not_stop_the_others(
    settings: Settings, act: Act
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(messy_books.dossier_book()))
    name = book.worksheets[0].title
    sums = book.create_sheet("Số liệu")
    for row in ([1, 2, 3], [4, 5, 6]):
        sums.append(row)
    out = io.BytesIO()
    book.save(out)
    card = hand_over(settings, "so_viec.xlsx", out.getvalue())
    assert act("propose", card)["sheets"] == [name]
