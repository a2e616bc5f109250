"""A code that became a number with decimals is read as the code, and told."""

from __future__ import annotations

import pytest

from ingest.mapping.notices import Notice
from tests.ingest.conftest import Desk

TARGETS = """
kinds:
  - kind: target
    where: {heading: Loại, in: ["1"]}
    columns:
      unit_code: {from: Mã, pad: 5}
      indicator: {from: Chỉ tiêu}
      period: {constant: "2026"}
      planned: {from: Kế hoạch}
"""
ANSWERS = """
kinds:
  - kind: answer
    no_answer: {"97": not_applicable}
    columns:
      ballot_id: {from: Phiếu}
      wave_code: {constant: w}
      unit_code: {from: Mã}
      channel: {from: Kênh, values: {"1": counter, "2": online}}
    items:
      - {item_code: a, from: A, scale: likert5}
"""


def test_a_code_with_decimals_is_the_code(desk: Desk) -> None:
    rows = "77001.0,1.0,thu,5.0\n9001.0,1,thu,7\n77003,1,thu,1\n77.10,1,thu,1\n"
    result = desk.load(TARGETS, f"Mã,Loại,Chỉ tiêu,Kế hoạch\n{rows}")
    found = desk.raw("select unit_code, planned::int from raw.target order by all")
    assert found == [("09001", 7), ("77.10", 1), ("77001", 5), ("77003", 1)]
    notice = Notice.of("codes_as_floats", 2, (2, 3), column="Mã")
    assert result.notices == (notice,)
    assert "đuôi .0" in result.as_text("vi")


@pytest.mark.parametrize("of_number", ["", ".0"])
def test_codes_for_words_and_no_answer_may_have_decimals(
    desk: Desk, of_number: str
) -> None:
    rows = [f"1{of_number},77001{of_number},2{of_number},97{of_number}"]
    rows.append(f"2{of_number},77001{of_number},1{of_number},4{of_number}")
    desk.load(ANSWERS, "\n".join(["Phiếu,Mã,Kênh,A", *rows, ""]))
    found = desk.raw(
        "select ballot_id, unit_code, channel, level::int, no_answer_reason"
        " from raw.answer order by all"
    )
    assert found == [
        ("1", "77001", "online", None, "not_applicable"),
        ("2", "77001", "counter", 4, None),
    ]
