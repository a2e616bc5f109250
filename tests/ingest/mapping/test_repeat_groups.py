"""Sheets of a form that repeat under a row of another sheet."""

from __future__ import annotations

from decimal import Decimal

from tests.ingest.conftest import Desk
from tests.ingest.files.workbooks import Rows, write_xlsx

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
