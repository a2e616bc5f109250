"""What is said of a file although its rows are loaded."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from ingest.loading.withdraw import withdraw
from ingest.mapping.notices import Notice
from tests.ingest.conftest import Desk
from tests.ingest.files.workbooks import Rows, write_xlsx

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


def test_codes_that_differ_in_capitals_or_spaces_alone_are_told(desk: Desk) -> None:
    spec = """
kinds:
  - kind: petition
    columns:
      petition_code: {from: Mã}
      kind: {constant: feedback}
      received_on: {constant: 2026-09-01}
      unit_code: {constant: "1"}
"""
    result = desk.load(spec, "Mã\nG1\ng1\nG 1\nG2\nG1\nh3\n")
    [notice] = [n for n in result.notices if n.code == "codes_alike"]
    assert (notice.n, notice.lines) == (2, (3, 4))
    assert desk.counts() == [("petition", 6, 5, 1, 0)]
    told = desk.load(spec, "Mã\nK1\nK2\nk3\n", "khac.csv")
    assert "codes_alike" not in {n.code for n in told.notices}


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


def test_a_merged_number_is_shown_but_not_a_merged_name(
    desk: Desk, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Bảng chỉ tiêu", None, None, None, None],
        ["Mã đơn vị", "Chỉ tiêu", "Kỳ", "Kế hoạch", "Thực hiện"],
        ["09001", "THU_NGAN_SACH", "2026", 100, 50],
        ["09002", None, "2026", None, 60],
        ["09003", None, "2026", 90, 80],
    ]
    sheets = {"T": rows}
    path = write_xlsx(tmp_path / "a.xlsx", sheets, "D3:D4", "B3:B5")
    (result,) = load_files([path], settings=desk.settings)
    assert result.notices == (Notice.of("merged_number", 1, (4,), column="Kế hoạch"),)
    assert desk.raw("select sum(planned)::int, count(*) from raw.target") == [(290, 3)]


def test_a_hidden_sheet_is_not_passed_over_in_silence(
    desk: Desk, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Mã đơn vị", "Chỉ tiêu", "Kỳ", "Kế hoạch", "Thực hiện"],
        ["09001", "THU_NGAN_SACH", "2026", 100, 50],
    ]
    guide: Rows = [["Mỗi dòng một chỉ tiêu."]]
    sheets = {"Đọc tôi": guide, "Tháng 1": rows, "Tháng 2": rows, "Tháng 3": rows}
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    book = openpyxl.load_workbook(path)
    book["Tháng 2"].sheet_state = "hidden"
    book.save(path)
    (result,) = load_files([path], settings=desk.settings)
    assert result.notices == (Notice.of_file("sheet_hidden", sheets="Tháng 2"),)


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
    assert "1 rows not read, as this layout says: Trạng thái = 'Nháp' (line 2)" in text


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


def kept(desk: Desk) -> list[tuple[str, str, int, str]]:
    found = desk.raw("select file_name, code, n_rows, lines from raw.notice order by 2")
    return [
        (str(name), str(code), int(n), str(lines)) for name, code, n, lines in found
    ]


def test_notices_are_kept_with_the_file_until_it_is_withdrawn(desk: Desk) -> None:
    text = "Mã,Ngày\nH1,01/05/1980\nH2,02/05/2024\nH3,03/05/1980\n"
    desk.load(OLD_DAYS, text)
    desk.load(OLD_DAYS, text)  # known already: said once
    assert kept(desk) == [("tep.csv", "before_2000", 2, "2, 4")]
    withdraw(desk.settings, "tep.csv", actor="me", reason="thử rút tệp")
    assert kept(desk) == []


def test_a_file_passed_over_is_kept_by_its_name_once(desk: Desk) -> None:
    path = desk.file("ho_so.csv", "Mã,Ngày\nH1,02/05/2024\n")
    spec = desk.file("thu.yml", "spec: thu\ntitle: {vi: a, en: a}\n" + OLD_DAYS)
    for _ in range(2):
        notice = Notice.of_file("owner_file", name="~$ho_so.xlsx")
        load_files([path], spec_path=spec, settings=desk.settings, passed_over=[notice])
    assert kept(desk) == [("~$ho_so.xlsx", "owner_file", 0, "")]


def test_a_kept_notice_covers_what_identifies_a_person() -> None:
    notice = Notice.of(
        "left_out", 1, [2], headings="Ghi chú", text="gọi 0912345678 nhé"
    )
    assert "0912345678" not in notice.masked().params
    assert "gọi" in notice.masked().params


OLD_DAYS = """
kinds:
  - kind: case
    columns:
      case_code: {from: "Mã"}
      received_at: {from: "Ngày", dates: ["dd/MM/yyyy"]}
      extracted_on: {constant: 2026-07-01}
"""
