"""Every way a spec can fill a column, on small files."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.ingest.conftest import Desk

PROCEDURE = """
kinds:
  - kind: procedure
    columns:
      procedure_code: {from: ["Mã TTHC", "Mã thủ tục"], required: true}
"""


def test_headings_by_comparison_key(desk: Desk) -> None:
    """Case, spaces and the place of the tone mark do not count."""
    spec = """
kinds:
  - kind: procedure
    columns:
      procedure_code: {from: "Mã  hoá"}
      procedure_name: {from: ["Tên cũ", "Tên thủ tục"], required: true}
"""
    desk.load(spec, "MÃ HÓA,tên thủ tục\n1.000001,Khai sinh\n")
    found = desk.raw("select procedure_code, procedure_name from raw.procedure")
    assert found == [("1.000001", "Khai sinh")]


def test_constants_file_name_and_title(desk: Desk) -> None:
    spec = r"""
file_name: 'ho_so_(?P<ngay>\d{8})'
title_block: 'Tính đến ngày (?P<den>[\d/]+)'
kinds:
  - kind: case
    columns:
      case_code: {from: "Mã hồ sơ"}
      received_at: {title: den, dates: ["dd/MM/yyyy"]}
      extracted_on: {file_name: ngay, dates: ["yyyyMMdd"]}
      receiving_unit_code: {constant: "01234"}
      source_is_late: {constant: false}
      channel: {from: "Kênh", values: {1: counter}}
"""
    text = "BÁO CÁO,\nTính đến ngày 30/06/2026,\nMã hồ sơ,Kênh\nH1,1\nH2,1\n"
    result = desk.load(spec, text, "ho_so_20260701.csv")
    assert result.status == "loaded", result.reason
    found = desk.raw(
        "select distinct received_at, extracted_on, receiving_unit_code, "
        'source_is_late, channel from raw."case"'
    )
    moment = datetime(2026, 6, 30)
    assert found == [(moment, date(2026, 7, 1), "01234", False, "counter")]


def test_a_name_that_does_not_match_refuses_the_file(desk: Desk) -> None:
    spec = r"""
file_name: '(?P<ngay>\d{8})'
kinds:
  - kind: calendar_day
    columns:
      day: {file_name: ngay, dates: ["yyyyMMdd"]}
      is_working: {from: "Làm việc"}
"""
    result = desk.load(spec, "Làm việc\nCó\n", "lich.csv")
    assert result.status == "refused"
    assert "ngay" in (result.reason or "")


def test_join_regex_pad_hash_line_and_sheet(desk: Desk) -> None:
    spec = r"""
kinds:
  - kind: case_step
    columns:
      case_code: {join: ["Đơn vị", {constant: X}, "Số"], separator: "/"}
      step: {join: [{line: true}, {file: true}], separator: ":"}
      unit_code: {from: "Phường", regex: '(?:Ward )?(?P<value>\d+)', pad: 5}
      officer_code: {hash: ["Đơn vị", "Số"]}
      is_paused: {from: "Dừng"}
"""
    desk.load(spec, "Đơn vị,Số,Phường,Dừng\nA,1,Ward 17,có\nA,2,17,Không\nA,,3,\n")
    rows = desk.raw(
        "select case_code, step, unit_code, is_paused, length(officer_code) "
        "from raw.case_step order by step"
    )
    assert [row[0] for row in rows] == ["A/X/1", "A/X/2"]
    assert [row[1][:2] for row in rows] == ["2:", "3:"]
    assert [row[2:] for row in rows] == [("00017", True, 32), ("00017", False, 32)]
    assert desk.refused() == [(4, "Đơn vị + constant + Số", None, "required")]


def test_pad_leaves_codes_with_letters_alone(desk: Desk) -> None:
    spec = """
kinds:
  - kind: procedure
    columns: {procedure_code: {from: "Mã", pad: 5}}
"""
    desk.load(spec, "Mã\n25\nH25\n123456\n")
    codes = desk.raw("select procedure_code from raw.procedure order by 1")
    assert codes == [("00025",), ("123456",), ("H25",)]


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


def test_lost_digits_are_told(desk: Desk) -> None:
    desk.load(PROCEDURE, "Mã TTHC\n1.0E+11\n1.000001\n2E+5\n")
    assert desk.refused() == [
        (2, "Mã TTHC", "1.0E+11", "lost_digits"),
        (4, "Mã TTHC", "2E+5", "lost_digits"),
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
        "4,31/12/1024,\n5,31/12/2024,2.5\n6,31/12/2024,250\n",
    )
    assert desk.refused() == [
        (2, "Mở", "03/05/2024", "date_ambiguous"),
        (3, "Số phiếu", "1.234", "number_ambiguous"),
        (4, "Mở", "31/02/2024", "date_format"),
        (5, "Mở", "31/12/1024", "date_range"),
        (6, "Số phiếu", "2.5", "whole_number"),
    ]
    assert desk.raw("select planned_n from raw.wave") == [(250,)]


BALLOT = """
personal: ["Họ tên"]
scales:
  ten: {min: 1, max: 10}
kinds:
  - kind: answer
    no_answer: {KTL: refused, "99": dont_know}
    columns:
      ballot_id: {from: "Số phiếu"}
      wave_code: {constant: W1}
      unit_code: {from: "Đơn vị"}
    items:
      - {item_code: respect, from: "Câu 1", scale: likert5_words}
      - {item_code: trust, from: "Câu 2", scale: ten, no_answer: {"0": not_applicable}}
      - {item_code: turned, from: "Câu 3", scale: likert5_reversed}
"""


def test_a_wide_ballot_becomes_a_row_per_item(desk: Desk) -> None:
    result = desk.load(
        BALLOT,
        "Số phiếu,Đơn vị,Câu 1,Câu 2,Câu 3,Họ tên\n"
        "P1,U1,Rất hài lòng,10,1,Nguyễn Văn A\n"
        "P2,U1,KTL,0,,Trần B\n"
        "P3,U1,Hài lòng,99,9,Lê C\n"
        "P4,,Hài lòng,5,2,Lê D\n",
    )
    found = desk.raw(
        "select ballot_id, item_code, level, no_answer_reason from raw.answer "
        "order by all"
    )
    assert found == [
        ("P1", "respect", Decimal(5), None),
        ("P1", "trust", Decimal(10), None),
        ("P1", "turned", Decimal(5), None),
        ("P2", "respect", None, "refused"),
        ("P2", "trust", None, "not_applicable"),
        ("P2", "turned", None, "blank"),
        ("P3", "respect", Decimal(4), None),
        ("P3", "trust", None, "dont_know"),
    ]
    assert desk.counts() == [("answer", 12, 8, 0, 4)]
    assert desk.refused() == [
        (4, "Câu 3", "9", "scale"),
        (5, "Đơn vị", None, "required"),
    ]
    assert (result.n_source_rows, result.n_refused) == (4, 4)


def test_x_columns(desk: Desk) -> None:
    spec = """
kinds:
  - kind: answer
    columns:
      ballot_id: {from: "Phiếu"}
      wave_code: {constant: W1}
      unit_code: {constant: U1}
    items:
      - {item_code: a, x_columns: ["Kém", "Khá", ["Tốt", "Rất tốt"]]}
"""
    desk.load(spec, "Phiếu,Kém,Khá,Tốt\n1,x,,\n2,,,X\n3,x,x,\n4,,,\n5,,?,\n6,,✓,\n")
    found = desk.raw(
        "select ballot_id, level, no_answer_reason from raw.answer order by 1"
    )
    assert found == [
        ("1", Decimal(1), None),
        ("2", Decimal(3), None),
        ("3", None, "invalid"),
        ("4", None, "blank"),
        ("6", Decimal(2), None),
    ]
    assert desk.refused() == [(6, "Kém + Khá + Tốt", "? ?", "scale")]


def test_long_answers(desk: Desk) -> None:
    spec = """
kinds:
  - kind: answer
    scale: likert5
    no_answer: {"-": not_applicable}
    columns:
      ballot_id: {from: "Phiếu"}
      wave_code: {constant: W1}
      unit_code: {constant: U1}
      item_code: {from: "Câu"}
      level: {from: "Điểm"}
"""
    desk.load(spec, "Phiếu,Câu,Điểm\n1,a,5\n1,b,-\n1,c,7\n1,d,\n")
    found = desk.raw(
        "select item_code, level, no_answer_reason from raw.answer order by 1"
    )
    assert found == [
        ("a", Decimal(5), None),
        ("b", None, "not_applicable"),
        ("d", None, "blank"),
    ]
    assert desk.refused() == [(4, "Điểm", "7", "scale")]


def test_the_same_record_from_a_wide_and_a_long_file_is_one(desk: Desk) -> None:
    """The hash is of the record, not of how the file wrote it."""
    columns = (
        "      ballot_id: {from: P}\n      wave_code: {constant: W}\n"
        "      unit_code: {from: U, pad: 3}\n"
        "      answered_on: {from: D, dates: [dd/MM/yyyy, yyyy.MM.dd]}\n"
    )
    head = "kinds:\n  - kind: answer\n"
    wide = f"{head}    columns:\n{columns}"
    wide += "    items: [{item_code: a, from: A, scale: likert5}]\n"
    long = f"{head}    scale: likert5_words\n    columns:\n{columns}"
    long += "      item_code: {from: I}\n      level: {from: A}\n"
    desk.load(wide, "P,U,D,A\n1,7,03/05/2024,5\n")
    desk.load(long, "P,U,D,A,I\n1,007,2024.05.03,Rất hài lòng,a\n", "dai.csv")
    assert desk.counts() == [("answer", 1, 0, 1, 0), ("answer", 1, 1, 0, 0)]


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


def workbook(desk: Desk, sheets: dict[str, list[list[object]]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = desk.folder / "tam.xlsx"
    book.save(path)
    return path.read_bytes()


def test_repeat_groups(desk: Desk) -> None:
    children: list[list[object]] = [
        ["_parent_index", "STT cán bộ", "Cán bộ", "Điểm"],
        [1, 1, "CB1", 5],
        [1, 2, "CB2", 3],
        [2, 1, "CB1", 4],
        [9, 1, "CB9", 4],
    ]
    parents: list[list[object]] = [
        ["_index", "Đơn vị", "Đợt"],
        [1, "U1", "W1"],
        [2, "U2", "W1"],
    ]
    data = workbook(desk, {"can_bo": children, "chinh": parents})
    result = desk.load(REPEAT, data, "kobo.xlsx")
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
    children: list[list[object]] = [
        ["_parent_index", "STT cán bộ", "Cán bộ", "Điểm"],
        [1, 1, "CB1", 5],
    ]
    parents: list[list[object]] = [
        ["_index", "Đơn vị", "Đợt"],
        [1, "U1", "W1"],
        [1, "U2", "W1"],
    ]
    data = workbook(desk, {"chinh": parents, "can_bo": children})
    assert desk.load(REPEAT, data, "kobo.xlsx").status == "refused"


def test_real_dates_and_serials_of_a_workbook(desk: Desk) -> None:
    spec = """
kinds:
  - kind: calendar_day
    columns:
      day: {from: "Ngày", dates: ["dd/MM/yyyy", "excel"]}
      is_working: {from: "Làm việc"}
"""
    rows: list[list[object]] = [
        ["Ngày", "Làm việc"],
        [datetime(2024, 5, 3), "x"],
        ["04/05/2024", "không"],
        [45417, 0],
    ]
    result = desk.load(spec, workbook(desk, {"Lịch": rows}), "lich.xlsx")
    assert result.status == "loaded", result.reason
    assert desk.raw("select day, is_working from raw.calendar_day order by 1") == [
        (date(2024, 5, 3), True),
        (date(2024, 5, 4), False),
        (date(2024, 5, 5), False),
    ]


def test_a_ballot_without_any_of_its_items_is_refused_whole(desk: Desk) -> None:
    spec = BALLOT.replace(
        "scale: likert5_words}", "scale: likert5_words, required: no}"
    )
    items = spec.index("      - {item_code: trust")
    spec = spec[:items].replace("required: no", "required: false")
    result = desk.load(spec, "Số phiếu,Đơn vị,Họ tên\nP1,U1,A\n")
    assert result.status == "refused"
    assert desk.raw("select count(*) from raw.answer") == [(0,)]
