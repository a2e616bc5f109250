"""Where a column's value comes from: headings, constants, names, joins, hashes."""

from __future__ import annotations

from datetime import date, datetime

from tests.ingest.conftest import Desk


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
    assert desk.refused() == [(4, "Đơn vị + <constant> + Số", None, "required")]


def test_pad_leaves_codes_with_letters_alone(desk: Desk) -> None:
    spec = """
kinds:
  - kind: procedure
    columns: {procedure_code: {from: "Mã", pad: 5}}
"""
    desk.load(spec, "Mã\n25\nH25\n123456\n")
    codes = desk.raw("select procedure_code from raw.procedure order by 1")
    assert codes == [("00025",), ("123456",), ("H25",)]
