"""Several records that stand in one row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.ingest.conftest import Desk
from warehouse.errors import SpecError

TARGETS = """
kinds:
  - kind: target
    columns:
      unit_code: {from: "Mã đơn vị"}
      period: {from: "Kỳ"}
    unpivot:
      - indicator: {constant: on_time_share}
        planned: {from: "Đúng hạn KH", number: vi}
        achieved: {from: "Đúng hạn TH", number: vi}
      - indicator: {constant: online_share}
        planned: {from: "Trực tuyến KH", number: vi}
        achieved: {from: "Trực tuyến TH", number: vi}
"""
HEAD = "Mã đơn vị;Kỳ;Đúng hạn KH;Đúng hạn TH;Trực tuyến KH;Trực tuyến TH\n"


def test_each_block_is_a_record_and_an_empty_one_is_none(desk: Desk) -> None:
    rows = "U1;2026-Q1;95;97,5;50;48\nU2;2026-Q1;;;40;\nU3;2026-Q1;;;;\n"
    result = desk.load(TARGETS, HEAD + rows)
    assert result.status == "loaded", result.reason
    found = desk.raw(
        "select unit_code, indicator, planned, achieved from raw.target order by 1, 2"
    )
    assert found == [
        ("U1", "on_time_share", Decimal(95), Decimal("97.5")),
        ("U1", "online_share", Decimal(50), Decimal(48)),
        ("U2", "online_share", Decimal(40), None),
    ]
    assert desk.counts() == [("target", 3, 3, 0, 0)]
    assert (result.n_source_rows, result.n_skipped_rows) == (3, 1)


def test_a_wrong_cell_of_one_block_refuses_that_record_alone(desk: Desk) -> None:
    desk.load(TARGETS, HEAD + "U1;2026-Q1;nhiều;97,5;50;48\n")
    assert desk.raw("select indicator from raw.target") == [("online_share",)]
    assert desk.refused() == [(2, "Đúng hạn KH", "nhiều", "number")]


def test_marks_of_all_parts_of_an_index_in_one_row(desk: Desk) -> None:
    spec = """
kinds:
  - kind: index_mark
    columns:
      index_code: {constant: circular_01}
      unit_code: {from: "Đơn vị"}
      period: {constant: "2026"}
    unpivot:
      - {component: {constant: "1"}, self_score: {from: "CS1"}}
      - {component: {constant: "2"}, self_score: {from: "CS2"}}
      - {component: {constant: "3"}, self_score: {from: "CS3"}}
"""
    desk.load(spec, "Đơn vị;CS1;CS2;CS3\nU1;2;1.5;0\nU2;1;;2\n")
    found = desk.raw(
        "select unit_code, component, self_score from raw.index_mark order by 1, 2"
    )
    assert [(unit, part, float(score)) for unit, part, score in found] == [
        *[("U1", "1", 2.0), ("U1", "2", 1.5), ("U1", "3", 0.0)],
        *[("U2", "1", 1.0), ("U2", "3", 2.0)],
    ]


def test_a_block_that_reads_no_heading_is_refused(desk: Desk) -> None:
    spec = TARGETS + "      - {indicator: {constant: x}}\n"
    with pytest.raises(SpecError, match="heading of its own"):
        desk.load(spec, HEAD + "U1;2026-Q1;1;1;1;1\n")
