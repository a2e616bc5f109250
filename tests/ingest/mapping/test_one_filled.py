"""Columns of which at least one must be filled: a row with none says nothing."""

from __future__ import annotations

from tests.ingest.conftest import Desk

MARKS = """
kinds:
  - kind: index_mark
    columns:
      index_code: {constant: circular_01}
      component: {from: "Số"}
      period: {constant: 2026-Q3}
      unit_code: {from: "Đơn vị"}
      officer_code: {from: "Cán bộ"}
      self_score: {from: "Điểm", number: vi}
"""


def test_a_mark_of_nobody_is_refused_with_both_headings(desk: Desk) -> None:
    text = "Số,Đơn vị,Cán bộ,Điểm\n1,U1,,1\n2,,CB1,1\n3,,,1\n4,U1,,\n"
    desk.load(MARKS, text)
    assert desk.counts() == [("index_mark", 4, 2, 0, 2)]
    assert desk.refused() == [
        (4, "Đơn vị / Cán bộ", None, "none_filled"),
        (5, "Điểm", None, "none_filled"),
    ]


def test_a_faulty_cell_is_named_and_not_called_empty(desk: Desk) -> None:
    text = "Số,Đơn vị,Cán bộ,Điểm\n1,U1,,một\n"
    desk.load(MARKS, text)
    assert [rule for *_, rule in desk.refused()] == ["number"]
