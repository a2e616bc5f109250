"""Units as people write them, in the columns of shipped specs and any other."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.loading.load import load_files
from ingest.mapping.rules import rule_text
from ingest.mapping.unit_lists import Unit, UnitLists
from tests.ingest.conftest import Desk

LIST = """Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Có hiệu lực từ,Hết hiệu lực,\
Ngày bắt đầu mô hình
T1,Tỉnh Mô Phỏng,Tỉnh,,2021-01-01,,
H1,Huyện Một,Huyện,T1,2021-01-01,,
H2,Huyện Hai,Huyện,T1,2021-01-01,,
00001,Xã Tân Hòa,Xã,H1,2021-01-01,,
00002,Xã Tân Hòa,Xã,H2,2021-01-01,,
00003,Phường Hoà Bình,Phường,H1,2021-01-01,,
00004,Thị trấn Krông Năng,Thị trấn,H2,2021-01-01,,
00005,Xã M'Drắk,Xã,H2,2021-01-01,,
"""
SPEC = """
kinds:
  - kind: meeting
    columns:
      kind: {constant: dialogue}
      unit_code: {from: Đơn vị}
      held_on: {from: Ngày, dates: [dd/MM/yyyy]}
"""


@pytest.fixture
def listed(desk: Desk) -> Desk:
    load_files([desk.file("don_vi.csv", LIST)], settings=desk.settings)
    return desk


def meant(desk: Desk, text: str) -> str | None:
    desk.load(SPEC, f'Đơn vị,Ngày\n"{text}",05/05/2026\n')
    found = desk.raw("select unit_code from raw.meeting")
    return found[0][0].partition("@")[0] if found else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("00003", "00003"),
        ("99999", "99999"),
        ("Phường Hòa Bình", "00003"),
        ("UBND Phường Hoà Bình", "00003"),
        ("Ủy ban nhân dân phường Hòa Bình", "00003"),
        ("Uỷ ban Nhân dân phường Hòa Bình.", "00003"),
        ("HĐND và UBND phường Hòa Bình", "00003"),
        ("P. Hòa Bình", "00003"),
        ("P.Hòa Bình", "00003"),
        ("phuong hoa binh", "00003"),
        ("PHUONG HOA BINH", "00003"),
        ("hoa binh", "00003"),
        ("TT. Krông Năng", "00004"),
        ("TT Krông Năng", "00004"),
        ("X. M'Drắk", "00005"),
        ("xã M’Drắk", "00005"),
        ("Xa MʼDrak", "00005"),
        ("xã Tân Hòa, huyện Một", "00001"),
        ("UBND xã Tân Hòa, H. Hai", "00002"),
        ("xã Tân Hòa - huyện Hai - tỉnh Mô Phỏng", "00002"),
        ("xa tan hoa, huyen mot", "00001"),
        ("00003 - Phường Hòa Bình", "00003"),
        ("Phường Hòa Bình (00003)", "00003"),
        ("UBND phường Hòa Bình - 00003", "00003"),
        ("UB phường Hòa Bình", "00003"),
        ("Uy ban nhan dan phuong Hoa Binh", "00003"),
        ("Bộ phận Một cửa phường Hòa Bình", "00003"),
        ("Bộ phận TN&TKQ UBND phường Hòa Bình", "00003"),
        ("BPMC P. Hòa Bình", "00003"),
        ("bo phan tiep nhan va tra ket qua cua phuong hoa binh", "00003"),
        ("Trung tâm Phục vụ hành chính công phường Hòa Bình", "00003"),
        ("TTPVHCC TT. Krông Năng", "00004"),
        ("Trung tâm PVHCC xã Tân Hòa, huyện Hai", "00002"),
        ("Trung tâm PVHCC tỉnh Mô Phỏng", None),
        ("Phường Hòa Bình (00004)", None),
        ("00 003", None),
        ("Xã Tân Hòa", None),
        ("xã Tân Hòa, huyện Ba", None),
        ("Xã Tân Hoa", None),
        ("Xã Không Có", None),
    ],
)
def test_a_unit_is_found_as_people_write_it(
    listed: Desk, text: str, code: str | None
) -> None:
    assert meant(listed, text) == code


@pytest.mark.parametrize(
    "text", ["Trung tâm PVHCC", "TTPVHCC", "TT PVHCC", "tt hcc", "Trung tam PVHCC"]
)
def test_a_centre_in_short_is_the_centre(desk: Desk, text: str) -> None:
    name = "Trung tâm Phục vụ hành chính công"
    units = UnitLists([Unit("00900", name, None, date(2020, 1, 1), date.max)])
    assert units.verdict(text) == ("00900@2020-01-01", None, None)


def test_near_spellings_are_offered(listed: Desk) -> None:
    assert meant(listed, "Phường Hòa Bìn") is None
    [(rule, params)] = listed.raw("select rule, rule_params from raw.refused")
    assert rule == "unit_unknown"
    assert "00003 · Phường Hoà Bình · Huyện Một" in rule_text(rule, params, "vi")[0]


def test_an_alias_confirmed_once_is_used_from_then_on(listed: Desk) -> None:
    text = "Đơn vị,Ngày\nPhường mình,05/05/2026\n"
    listed.load(SPEC, text)
    assert [row[3] for row in listed.refused()] == ["unit_unknown"]
    aliases = listed.file("ten_goi.csv", "Tên gọi khác,Mã đơn vị\nPhường mình,00003\n")
    (result,) = load_files([aliases], settings=listed.settings)
    assert result.spec_name == "unit_alias_list"
    listed.load(SPEC, text)
    assert listed.refused() == []
    assert listed.raw("select unit_code from raw.meeting") == [("00003",)]


@pytest.mark.parametrize("is_list_first", [True, False])
def test_in_one_delivery_the_aliases_may_stand_behind(
    listed: Desk, is_list_first: bool
) -> None:
    listed.keep_spec("hop", SPEC)
    files = [
        listed.file("ten_goi.csv", "Tên gọi khác,Mã đơn vị\nPhường mình,00003\n"),
        listed.file("hop.csv", "Đơn vị,Ngày\nPhường mình,05/05/2026\n"),
    ]
    load_files(files if is_list_first else files[::-1], settings=listed.settings)
    assert listed.refused() == []
    assert listed.raw("select unit_code from raw.meeting") == [("00003",)]


def test_without_any_list_names_stay_as_they_are(desk: Desk) -> None:
    desk.load(SPEC, "Đơn vị,Ngày\nXã A,05/05/2026\n")
    assert desk.raw("select unit_code from raw.meeting") == [("Xã A",)]


def test_a_posting_names_its_unit_by_a_plain_code(listed: Desk) -> None:
    spec = """
kinds:
  - kind: officer
    columns:
      officer_code: {from: Mã}
      unit_code: {from: Đơn vị}
      valid_from: {constant: "2026-01-01"}
"""
    listed.load(spec, "Mã,Đơn vị\ncb1,UBND P. Hòa Bình\n")
    assert listed.raw("select unit_code from raw.officer") == [("00003",)]


def test_a_row_told_by_code_and_by_name_is_told_once(listed: Desk) -> None:
    head = "Loại buổi,{},Ngày theo lịch,Ngày thực hiện\n"
    for name, heading, unit in (
        ("theo_ma.csv", "Mã đơn vị", "00003"),
        ("theo_ten.csv", "Đơn vị", "UBND P. Hòa Bình"),
    ):
        text = head.format(heading) + f"Tiếp dân,{unit},05/05/2026,05/05/2026\n"
        (result,) = load_files([listed.file(name, text)], settings=listed.settings)
        assert (result.spec_name, result.n_refused) == ("meeting_list", 0)
    assert listed.raw("select unit_code from raw.meeting") == [("00003",)]


def test_code_and_name_may_stand_side_by_side(listed: Desk) -> None:
    text = (
        "Loại buổi,Mã đơn vị,Tên đơn vị,Ngày theo lịch,Ngày thực hiện\n"
        "Tiếp dân,00003,UBND phường Hòa Bình,05/05/2026,05/05/2026\n"
        "Tiếp dân,,Xã M'Drắk,05/05/2026,05/05/2026\n"
        "Tiếp dân,00004,,05/05/2026,05/05/2026\n"
    )
    path = listed.file("so_tiep_dan.csv", text)
    (result,) = load_files([path], settings=listed.settings)
    assert (result.spec_name, result.n_refused) == ("meeting_list", 0)
    found = listed.raw("select unit_code from raw.meeting order by 1")
    assert found == [("00003",), ("00004",), ("00005",)]
