"""What becomes of a value on its way into a column, and which row is left out."""

from __future__ import annotations

from datetime import date, datetime

from tests.ingest.conftest import Desk
from tests.ingest.files.workbooks import Rows, write_xlsx

PROCEDURE = """
kinds:
  - kind: procedure
    columns:
      procedure_code: {from: ["Mã TTHC", "Mã thủ tục"], required: true}
"""


def test_value_maps_and_otherwise(desk: Desk) -> None:
    spec = """
kinds:
  - kind: petition
    columns:
      petition_code: {from: "Số"}
      kind: {from: "Loại", values: {Khiếu nại: complaint, Phản ánh: feedback}}
      received_on: {from: "Ngày", dates: ["dd/MM/yyyy"]}
      field: {from: "Lĩnh vực", values: {Đất: Đất đai}, otherwise: keep}
      channel:
        {from: "Kênh", values: {Trực tiếp: counter, Khác: null}, otherwise: "null"}
      outcome: {from: "Kết quả", values: {Đúng: upheld}, otherwise: refuse}
"""
    desk.load(
        spec,
        "Số,Loại,Ngày,Lĩnh vực,Kênh,Kết quả\n"
        "1,KHIẾU NẠI,03/05/2024,đất,trực tiếp,Đúng\n"
        "2,phản ánh,03/05/2024,Hộ tịch,Bồ câu,\n"
        "3,Kiến nghị,03/05/2024,Hộ tịch,Khác,Đúng\n"
        "4,Phản ánh,03/05/2024,Hộ tịch,Khác,Lạ\n",
    )
    found = desk.raw(
        "select petition_code, kind, field, channel, outcome from raw.petition "
        "order by 1"
    )
    assert found == [
        ("1", "complaint", "Đất đai", "counter", "upheld"),
        ("2", "feedback", "Hộ tịch", None, None),
    ]
    assert desk.refused() == [
        (4, "Loại", "Kiến nghị", "value"),
        (5, "Kết quả", "Lạ", "value"),
    ]


def test_empty_default_filled_and_word(desk: Desk) -> None:
    spec = """
empty: ["NA"]
kinds:
  - kind: unit
    columns:
      unit_code: {from: "Mã"}
      unit_name: {from: "Tên", default: "Chưa có tên"}
      level: {from: "Cấp"}
      valid_from: {from: "Từ", default: 2000-01-01}
      parent_code: {from: "Trên", filled: true, empty: ["-"]}
"""
    desk.load(
        spec,
        "Mã,Tên,Cấp,Từ,Trên\n"
        "1,NA,commune,2025-07-01,9\n"
        "2,B,xã,,9\n"
        "3,C,commune,NA,-\n"
        "4,D,commune,,9\n",
    )
    found = desk.raw("select unit_code, unit_name, valid_from from raw.unit order by 1")
    assert found == [
        ("1", "Chưa có tên", date(2025, 7, 1)),
        ("4", "D", date(2000, 1, 1)),
    ]
    assert desk.refused() == [(3, "Cấp", "xã", "word"), (4, "Trên", None, "required")]


def test_lost_digits_are_shown(desk: Desk) -> None:
    desk.load(PROCEDURE, "Mã TTHC\n1.0E+11\n1.000001\n2E+5\n")
    assert desk.refused() == [
        (2, "Mã TTHC", "1.0E+11", "lost_digits"),
        (4, "Mã TTHC", "2E+5", "lost_digits"),
    ]


def test_numbers_and_dates_are_refused_by_rule(desk: Desk) -> None:
    spec = """
kinds:
  - kind: wave
    columns:
      wave_code: {from: "Mã"}
      stream: {constant: before}
      owner: {constant: front}
      opened_on: {from: "Mở", dates: ["dd/MM/yyyy", "MM/dd/yyyy"]}
      planned_n: {from: "Số phiếu"}
"""
    desk.load(
        spec,
        "Mã,Mở,Số phiếu\n1,03/05/2024,5\n2,31/12/2024,1.234\n3,31/02/2024,5\n"
        "4,31/12/1024,\n5,31/12/2024,2.5\n6,31/12/2024,250\n7,12/31/2024,\n",
    )
    assert desk.refused() == [
        (2, "Mở", "03/05/2024", "date_ambiguous"),
        (3, "Số phiếu", "1.234", "number_ambiguous"),
        (4, "Mở", "31/02/2024", "no_such_day"),
        (5, "Mở", "31/12/1024", "date_range"),
        (6, "Số phiếu", "2.5", "whole_number"),
    ]
    query = "select planned_n from raw.wave order by wave_code"
    assert desk.raw(query) == [(250,), (None,)]


def test_real_dates_and_serials_of_a_workbook(desk: Desk) -> None:
    spec = """
kinds:
  - kind: calendar_day
    columns:
      day: {from: "Ngày", dates: ["dd/MM/yyyy", "excel"]}
      is_working: {from: "Làm việc"}
"""
    rows: Rows = [
        ["Ngày", "Làm việc"],
        [datetime(2024, 5, 3), "x"],
        ["04/05/2024", "không"],
        [45417, 0],
    ]
    path = write_xlsx(desk.folder / "lich.xlsx", {"Lịch": rows})
    result = desk.load_path(path, spec)
    assert result.status == "loaded", result.reason
    assert desk.raw("select day, is_working from raw.calendar_day order by 1") == [
        (date(2024, 5, 3), True),
        (date(2024, 5, 4), False),
        (date(2024, 5, 5), False),
    ]


def test_where_skips_and_counts(desk: Desk) -> None:
    spec = """
kinds:
  - kind: procedure
    where: {heading: "Loại", in: ["A"]}
    columns: {procedure_code: {from: "Mã"}}
  - kind: officer
    where: [{heading: "Loại", not_in: ["A"]}, {heading: "Tên", filled: true}]
    columns:
      officer_code: {from: "Mã"}
      unit_code: {constant: "1"}
      valid_from: {constant: 2025-07-01}
      officer_name: {from: "Tên"}
"""
    result = desk.load(spec, "Mã,Loại,Tên\n1,a,x\n2,B,y\n3,B,\n4,,z\n")
    assert desk.counts() == [("officer", 2, 2, 0, 0), ("procedure", 1, 1, 0, 0)]
    assert (result.n_source_rows, result.n_skipped_rows) == (4, 1)
