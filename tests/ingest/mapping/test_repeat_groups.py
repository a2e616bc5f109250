"""Sheets of a form that repeat under a row of another sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.ingest.conftest import Desk
from tests.ingest.files.workbooks import Rows, write_xlsx
from warehouse.errors import SpecError

REPEAT = """
kinds:
  - kind: answer
    sheet: can_bo
    parent: {sheet: chinh, key: _index, foreign_key: _parent_index}
    columns:
      ballot_id: {join: [{parent: _index}, "STT cán bộ"]}
      wave_code: {constant: W1}
      unit_code: {parent: "Đơn vị"}
      officer_code: {from: "Cán bộ"}
    items:
      - {item_code: a, from: "Điểm", scale: likert5}
  - kind: wave
    sheet: chinh
    columns:
      wave_code: {from: "Đợt"}
      stream: {constant: service}
      owner: {constant: front}
ignore: ["STT"]
"""


def test_repeat_groups(desk: Desk) -> None:
    children: Rows = [
        ["_parent_index", "STT cán bộ", "Cán bộ", "Điểm"],
        [1, 1, "CB1", 5],
        [1, 2, "CB2", 3],
        [2, 1, "CB1", 4],
        [9, 1, "CB9", 4],
    ]
    parents: Rows = [
        ["_index", "Đơn vị", "Đợt"],
        [1, "U1", "W1"],
        [2, "U2", "W1"],
    ]
    sheets = {"can_bo": children, "chinh": parents}
    result = desk.load_path(write_xlsx(desk.folder / "kobo.xlsx", sheets), REPEAT)
    assert result.status == "loaded", result.reason
    found = desk.raw(
        "select ballot_id, unit_code, officer_code, level from raw.answer order by 1"
    )
    assert found == [
        ("1-1", "U1", "CB1", Decimal(5)),
        ("1-2", "U1", "CB2", Decimal(3)),
        ("2-1", "U2", "CB1", Decimal(4)),
    ]
    assert (5, "_parent_index", None, "no_parent") in desk.refused()
    assert desk.counts() == [("answer", 4, 3, 0, 1), ("wave", 2, 1, 1, 0)]


def test_a_parent_key_met_twice_refuses_the_file(desk: Desk) -> None:
    children: Rows = [
        ["_parent_index", "STT cán bộ", "Cán bộ", "Điểm"],
        [1, 1, "CB1", 5],
    ]
    parents: Rows = [
        ["_index", "Đơn vị", "Đợt"],
        [1, "U1", "W1"],
        [1, "U2", "W1"],
    ]
    sheets = {"chinh": parents, "can_bo": children}
    result = desk.load_path(write_xlsx(desk.folder / "kobo.xlsx", sheets), REPEAT)
    assert result.status == "refused"


NESTED = """
kinds:
  - kind: answer
    sheet: can_bo
    parent:
      sheet: buoi
      key: _index
      foreign_key: _parent_index
      parent: {sheet: chinh, key: ID, foreign_key: _parent_index}
    columns:
      ballot_id: {join: [{parent: _index}, "STT cán bộ"]}
      wave_code: {constant: W1}
      unit_code: {parent: "Đơn vị"}
      answered_on: {parent: "Ngày", dates: [dd/MM/yyyy]}
      officer_code: {from: "Cán bộ"}
    items:
      - {item_code: a, from: "Điểm", scale: likert5}
ignore: ["STT"]
"""
CHILDREN: Rows = [
    ["_parent_index", "STT cán bộ", "Cán bộ", "Điểm"],
    [1, 1, "CB1", 5],
    [2, 1, "CB2", 3],
    [3, 1, "CB3", 4],
]
SESSIONS: Rows = [
    ["_index", "_parent_index", "Ngày"],
    [1, 7, "13/11/2026"],
    [2, 8, "14/11/2026"],
    [3, 99, "15/11/2026"],
]
FORMS: Rows = [["ID", "Đơn vị"], [7, "U1"], [8, "U2"]]


def test_what_the_parent_lacks_is_read_of_its_parent(desk: Desk) -> None:
    sheets = {"can_bo": CHILDREN, "buoi": SESSIONS, "chinh": FORMS}
    result = desk.load_path(write_xlsx(desk.folder / "kobo.xlsx", sheets), NESTED)
    assert result.status == "loaded", result.reason
    found = desk.raw(
        "select ballot_id, unit_code, answered_on::varchar from raw.answer order by 1"
    )
    assert found == [("1-1", "U1", "2026-11-13"), ("2-1", "U2", "2026-11-14")]
    # the session of the third has no form
    assert (4, "_parent_index", None, "no_parent") in desk.refused()
    assert desk.counts() == [("answer", 3, 2, 0, 1)]


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        ([*FORMS, [7, "U9"]], "unique"),
        ([["ID", "Nơi"], [7, "U1"]], "Đơn vị"),
    ],
)
def test_the_sheet_above_is_checked_like_a_parent(
    desk: Desk, forms: Rows, said: str
) -> None:
    sheets = {"can_bo": CHILDREN, "buoi": SESSIONS, "chinh": forms}
    path = write_xlsx(desk.folder / "kobo.xlsx", sheets)
    result = desk.load_path(path, NESTED + "unknown_headings: ignore\n")
    assert result.status == "refused"
    assert said in (result.reason or "")


def test_the_keys_of_parent_stand_in_the_message(desk: Desk) -> None:
    text = """
kinds:
  - kind: answer
    columns: {unit_code: {parent: "Đơn vị"}, wave_code: {constant: W1},
      ballot_id: {from: A}, item_code: {constant: x}, level: {from: B}}
    scale: likert5
"""
    with pytest.raises(SpecError, match="sheet: …, key: …, foreign_key: …"):
        desk.load(text, "A,B\n1,2\n")
