"""One column of a kind whose word is said by a mark below one of several headings."""

from __future__ import annotations

import re

import pytest

from tests.ingest.conftest import Desk

CHANNELS = """
kinds:
  - kind: case
    columns:
      case_code: {from: "Mã"}
      received_at: {from: "Ngày nhận", dates: [d/M/yyyy]}
      channel:
        x_columns:
          counter: "Nộp / Trực tiếp"
          online: ["Nộp / Trực tuyến", "Nộp / Qua mạng"]
          post: "Nộp / Bưu chính"
      source_is_late: {x_columns: {true: "Trễ", false: "Đúng"}}
      extracted_on: {constant: 2026-11-27}
"""
HEAD = "Mã,Ngày nhận,Nộp / Trực tiếp,Nộp / Qua mạng,Nộp / Bưu chính,Trễ,Đúng\n"
FOUND = 'select case_code, channel, source_is_late from raw."case" order by 1'


def test_the_marked_heading_says_the_word(desk: Desk) -> None:
    rows = [
        "A,13/10/2026,x,,,,x",
        "B,13/10/2026,,X,,Có,",
        "C,13/10/2026,,,1,,",
        "D,13/10/2026,,,,,✓",
    ]
    result = desk.load(CHANNELS, HEAD + "\n".join(rows) + "\n")
    assert result.status == "loaded", result.reason
    assert desk.raw(FOUND) == [
        ("A", "counter", False),
        ("B", "online", True),
        ("C", "post", None),
        ("D", None, False),
    ]


def test_two_marks_and_what_is_no_mark_are_refused_with_the_cells_named(
    desk: Desk,
) -> None:
    rows = ["A,13/10/2026,x,x,,,", "B,13/10/2026,,sáng,,,", "C,13/10/2026,,#N/A,x,,"]
    desk.load(CHANNELS, HEAD + "\n".join(rows) + "\n")
    assert desk.counts() == [("case", 3, 0, 0, 3)]
    label = "Nộp / Trực tiếp + Nộp / Qua mạng + Nộp / Bưu chính"
    assert desk.refused() == [
        (2, label, "Trực tiếp ≠ Trực tuyến", "two_texts"),
        (3, label, "? sáng", "value"),
        (4, label, "? #N/A | x", "value"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("counter: ", "sạp: ", "one of counter, online"),
        ('{true: "Trễ", false: "Đúng"}', '{true: "Trễ"}', "at least 2|items"),
        (
            'false: "Đúng"}}',
            'false: "Đúng"}, values: {x: true}}',
            "a mark says a word",
        ),
        ('{from: "Mã"}', '{from: "Mã", x_columns: {a: B, b: C}}', "exactly one of"),
    ],
)
def test_what_makes_no_sense_is_refused(
    desk: Desk, old: str, new: str, message: str
) -> None:
    refused = desk.refusal_of(CHANNELS, old, new, HEAD + "A,13/10/2026,x,,,,\n")
    assert re.search(message, str(refused))
