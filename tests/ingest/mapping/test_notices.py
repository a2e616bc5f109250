"""What is said of a file although its rows are loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from tests.ingest.conftest import Desk

CASES = Path(__file__).parents[2] / "cases"


def load_case(desk: Desk, path: str, spec: str | None = None) -> FileResult:
    spec_path = CASES / spec if spec else None
    (result,) = load_files([CASES / path], spec_path=spec_path, settings=desk.settings)
    return result


def shown(result: FileResult) -> list[str]:
    return [notice.code for notice in result.notices]


def test_a_column_without_its_heading_is_shown_with_the_nearest(desk: Desk) -> None:
    result = load_case(
        desk, "10_missing_heading/targets.csv", "10_missing_heading/spec.yml"
    )
    assert result.status == "loaded"
    text = result.as_text("vi")
    assert "planned" in text
    assert "«Tổng thu trên địa bàn»" in text
    assert "«Tổng thu trên địa bàn tỉnh»" in text


def test_it_is_shown_even_where_the_heading_is_ignored(desk: Desk) -> None:
    spec = "10_missing_heading/spec_refuse.yml"
    result = load_case(desk, "10_missing_heading/targets.csv", spec)
    assert "Tổng thu trên địa bàn tỉnh" in result.as_text("en")


def test_the_first_filled_of_several_headings_is_one_item(desk: Desk) -> None:
    load_case(desk, "12_form_versions/export_v1_v2.csv", "12_form_versions/spec.yml")
    query = "select ballot_id, level::int from raw.answer order by 1"
    assert desk.raw(query) == [("p1", 4), ("p2", 5), ("p3", 3), ("p4", 4)]
    assert desk.raw("select distinct item_code from raw.answer") == [("overall",)]


def test_two_texts_for_one_column_refuse_the_row(desk: Desk) -> None:
    spec = """
kinds:
  - kind: answer
    columns:
      ballot_id: {from: Phiếu}
      wave_code: {constant: w}
      unit_code: {constant: "1"}
      officer_code: {from: [CB, Cán bộ]}
    items: [{item_code: q, from: [A, B], scale: likert5}]
"""
    desk.load(spec, "Phiếu,A,B,CB,Cán bộ\np1,4,5,c,c\np2,4,4,c,\np3,,3,c,d\n")
    assert desk.refused() == [
        (2, "A", "4 ≠ 5", "two_texts"),
        (4, "CB", "c ≠ d", "two_texts"),
    ]
    assert desk.raw("select ballot_id, officer_code from raw.answer") == [("p2", "c")]


def test_two_items_of_one_code_in_their_own_rows(desk: Desk) -> None:
    load_case(
        desk, "12_form_versions/export_v1_v2.csv", "12_form_versions/spec_where.yml"
    )
    assert desk.raw("select sum(level)::int from raw.answer") == [(16,)]


def test_odd_days_are_shown_for_every_kind(desk: Desk) -> None:
    result = load_case(desk, "07_impossible_days/dong_bo_20261130.csv")
    assert {"before_2000", "after_the_list", "before_its_start"} <= set(shown(result))
    assert result.kinds["case"].n_loaded == 6


@pytest.mark.parametrize(
    ("kind", "columns", "day"),
    [
        (
            "petition",
            "petition_code: {from: A}, kind: {constant: request}",
            "received_on",
        ),
        (
            "letter",
            "letter_kind: {constant: apology}, unit_code: {from: A}, "
            "case_code: {from: A}",
            "sent_on",
        ),
        ("meeting", "kind: {constant: dialogue}, unit_code: {from: A}", "held_on"),
        (
            "readiness_check",
            "unit_code: {from: A}, requirement_code: {from: A}, "
            "is_met: {constant: true}",
            "checked_on",
        ),
    ],
)
def test_every_kind_tells_its_odd_days(
    desk: Desk, kind: str, columns: str, day: str
) -> None:
    spec = f"""
kinds:
  - kind: {kind}
    columns: {{{columns}, {day}: {{from: Ngày, dates: [dd/MM/yyyy]}}}}
"""
    result = desk.load(spec, "A,Ngày\n1,01/01/1980\n2,13/01/2099\n3,13/05/2026\n")
    assert shown(result) == ["before_2000", "after_the_list"]
    assert [notice.lines for notice in result.notices] == [(2,), (3,)]


def test_blank_ballots_are_shown(desk: Desk) -> None:
    spec = """
kinds:
  - kind: answer
    columns:
      ballot_id: {from: Phiếu}
      wave_code: {constant: w}
      unit_code: {constant: "1"}
    items:
      - {item_code: a, from: A, scale: likert5}
      - {item_code: b, from: B, scale: likert5}
"""
    result = desk.load(spec, "Phiếu,A,B\np1,4,5\np2,,\np3,,3\n")
    assert shown(result) == ["blank_ballot"]
    assert "(dòng 3)" in result.as_text("vi")


def test_rows_left_out_are_shown_with_what_they_say(desk: Desk) -> None:
    spec = """
kinds:
  - kind: target
    where: {heading: Trạng thái, not_in: [Nháp]}
    columns:
      unit_code: {from: Mã}
      indicator: {constant: x}
      period: {constant: "2025"}
"""
    result = desk.load(spec, "Mã,Trạng thái\n1,Nháp\n2,Xong\n3,nháp\n")
    assert shown(result) == ["left_out", "left_out"]
    text = result.as_text("en")
    assert "1 rows not read by the spec's `where`: Trạng thái = 'Nháp' (line 2)" in text


def test_the_order_taken_from_other_dates_is_shown(desk: Desk) -> None:
    spec = """
kinds:
  - kind: reminder
    columns:
      officer_code: {from: Mã}
      given_on: {from: Ngày, dates: [dd/MM/yyyy, MM/dd/yyyy]}
      kind: {constant: reminder}
"""
    result = desk.load(spec, "Mã,Ngày\n1,03/11/2025\n2,24/11/2025\n")
    assert shown(result) == ["order_day"]
