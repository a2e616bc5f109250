"""Who denounces is never taken in, whatever a spec says."""

from __future__ import annotations

import pytest

from ingest.mapping.denouncer import identity_headings
from ingest.mapping.rules import rule_text
from tests.ingest.conftest import Desk

SPEC = """
personal: ["{personal}"]
kinds:
  - kind: petition
    {where}
    columns:
      petition_code: {{from: "Số đơn"}}
      kind: {{from: "Loại", values: {{Tố cáo: denunciation, Phản ánh: feedback}}}}
      received_on: {{from: "Ngày", dates: ["dd/MM/yyyy"]}}
      officer_code: {{from: "Cán bộ"}}
"""
PLAIN = SPEC.format(personal="Ảnh", where="")


@pytest.mark.parametrize(
    "heading",
    [
        "Người tố cáo",
        "NGƯỜI  TỐ CÁO",
        "Họ tên",
        "Họ và tên người nộp",
        "Hoten",
        "ho_ten",
        "Tên",
        "Địa chỉ",
        "Nơi ở",
        "SĐT",
        "Số điện thoại liên hệ",
        "CCCD",
        "Số CMND/CCCD",
        "Email",
        "Chữ ký",
        "Nội dung đơn",
        "Tóm tắt nội dung",
        "NoiDung",
        "Công dân",
        "IP",
    ],
)
def test_headings_that_identify(heading: str) -> None:
    assert identity_headings(["Số đơn", heading]) == [heading]


@pytest.mark.parametrize("heading", ["Người tố cáo", "Nội dung đơn"])
def test_such_a_heading_refuses_the_file(desk: Desk, heading: str) -> None:
    spec = SPEC.format(personal=heading, where="")
    text = f"Số đơn,Loại,Ngày,Cán bộ,{heading}\n1,Phản ánh,03/05/2024,CB1,Bí mật\n"
    assert desk.load(spec, text, "khong.csv").status == "loaded"
    result = desk.load(spec, text + "2,TỐ CÁO,03/05/2024,CB1,Bí mật\n")
    assert result.status == "refused"
    assert heading in (result.reason or "")
    assert "Bí mật" not in str(desk.raw("from raw.file"))
    assert desk.raw("select count(*) from raw.petition") == [(1,)]
    assert desk.refused() == []


@pytest.mark.parametrize(
    "heading",
    ["Số đơn", "Đơn vị", "Lĩnh vực", "Ngày nhận", "Kết quả", "Cán bộ thụ lý", "Hạn"],
)
def test_harmless_headings(heading: str) -> None:
    assert identity_headings([heading]) == []


def test_ignored_headings_count_too(desk: Desk) -> None:
    spec = PLAIN.replace("personal", "ignore").replace("Ảnh", "Họ tên")
    text = "Số đơn,Loại,Ngày,Cán bộ,Họ tên\n1,Tố cáo,03/05/2024,CB1,A\n"
    assert desk.load(spec, text).status == "refused"


def test_a_denunciation_that_where_skips_counts_too(desk: Desk) -> None:
    where = 'where: {heading: "Loại", in: ["Phản ánh"]}'
    spec = SPEC.format(personal="Họ tên", where=where)
    text = "Số đơn,Loại,Ngày,Cán bộ,Họ tên\n1,Tố cáo,03/05/2024,CB1,A\n"
    assert desk.load(spec, text).status == "refused"


def test_a_spelling_the_spec_does_not_know_counts_too(desk: Desk) -> None:
    spec = SPEC.format(personal="Họ tên", where="")
    text = "Số đơn,Loại,Ngày,Cán bộ,Họ tên\n1,Đơn tố cáo,03/05/2024,CB1,A\n"
    assert desk.load(spec, text).status == "refused"


def test_a_faulty_denunciation_counts_too(desk: Desk) -> None:
    spec = SPEC.format(personal="Họ tên", where="")
    text = "Số đơn,Loại,Ngày,Cán bộ,Họ tên\n1,Tố cáo,31/02/2024,CB1,A\n"
    assert desk.load(spec, text).status == "refused"


def test_the_officer_of_a_denunciation_is_not_stored(desk: Desk) -> None:
    text = (
        "Số đơn,Loại,Ngày,Cán bộ\n1,Tố cáo,03/05/2024,CB1\n2,Phản ánh,03/05/2024,CB2\n"
    )
    assert desk.load(PLAIN, text).status == "loaded"
    found = desk.raw("select kind, officer_code from raw.petition order by 1")
    assert found == [("denunciation", None), ("feedback", "CB2")]


def test_values_of_a_refused_denunciation_are_not_kept(desk: Desk) -> None:
    text = "Số đơn,Loại,Ngày,Cán bộ\n1,Tố cáo,Ông A 03/05,CB1\n2,Phản ánh,hôm qua,CB2\n"
    desk.load(PLAIN, text)
    assert desk.refused() == [
        (2, "Ngày", None, "date_format"),
        (3, "Ngày", "hôm qua", "date_format"),
    ]


UNMAPPED = """
kinds:
  - kind: petition
    columns:
      petition_code: {from: "Số đơn"}
      kind: {from: "Loại", values: {Phản ánh: feedback}}
      received_on: {from: "Ngày", dates: ["dd/MM/yyyy"]}
"""


def test_a_denunciation_in_another_list_is_told_apart_and_not_kept(desk: Desk) -> None:
    text = "Số đơn,Loại,Ngày\n1,Đơn TỐ CÁO,Ông A 03/05\n2,Phản ánh,03/05/2024\n"
    result = desk.load(UNMAPPED, text)
    assert result.n_refused == 1
    assert desk.refused() == [
        (2, "Loại", None, "denunciation_apart"),
        (2, "Ngày", None, "date_format"),
    ]
    _, step = rule_text("denunciation_apart", "{}", "vi")
    assert "Giữ nguyên loại đơn" in step
