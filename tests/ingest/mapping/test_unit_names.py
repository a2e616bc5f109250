"""A unit named in words, or by a code without a day, is one unit or is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.loading.load import load_files
from ingest.loading.result import FileResult
from ingest.spec.read_spec import read_spec
from tests.ingest.conftest import Desk
from warehouse.errors import SpecError

LIST = """Mã đơn vị,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Có hiệu lực từ,Hết hiệu lực,\
Ngày bắt đầu mô hình
T1,Tỉnh Mô Phỏng,Tỉnh,,2021-01-01,,
H1,Huyện Một,Huyện,T1,2021-01-01,2025-07-01,
H2,Huyện Hai,Huyện,T1,2021-01-01,2025-07-01,
00001,Xã Tân Hòa,Xã,H1,2021-01-01,2025-07-01,
00002,Xã Tân Hòa,Xã,H2,2021-01-01,2025-07-01,
00003,Phường Hoà Bình,Phường,H1,2021-01-01,2025-07-01,
00001,Phường Hoà Bình,Phường,T1,2025-07-01,,
00002,Xã Ia H'Drai,Xã,T1,2025-07-01,,
"""
SUCCESSION = "Mã cũ,Mã mới,Ngày hiệu lực,Hình thức\n00003,00001,01/07/2025,Sáp nhập\n"
SPEC = """
title_block: 'Tính đến ngày (?P<den>[0-9/]+)'
kinds:
  - kind: petition
    columns:
      petition_code: {from: "Mã đơn"}
      kind: {constant: feedback}
      received_on: {from: "Ngày nhận", dates: ["dd/MM/yyyy"]}
      unit_code:
        from: "Đơn vị"
        UNIT
"""
OWN_DAY = SPEC.replace("UNIT", 'unit: {parent: "Huyện"}').replace(
    "title_block: 'Tính đến ngày (?P<den>[0-9/]+)'\n", ""
)
TITLE_DAY = SPEC.replace("UNIT", 'unit: {as_of: {title: den, dates: ["dd/MM/yyyy"]}}')
HEAD = "Mã đơn,Ngày nhận,Đơn vị,Huyện\n"
BALLOTS = """
kinds:
  - kind: answer
    columns:
      ballot_id: {from: "Phiếu"}
      wave_code: {constant: D1}
      unit_code: {from: "Đơn vị", unit: {}}
    items:
      - {item_code: i, from: "Câu 1", scale: likert5}
"""


def load_list(desk: Desk, *, stated_on: date | None = None) -> FileResult:
    path = desk.file("don_vi.csv", LIST)
    (result,) = load_files([path], settings=desk.settings, stated_on=stated_on)
    assert (result.status, result.n_refused) == ("loaded", 0)
    return result


def refusals(desk: Desk) -> list[tuple[str, str, str]]:
    return desk.raw(
        "select value, rule, rule_params->>'candidates' from raw.refused order by line"
    )


def units(desk: Desk) -> list[str]:
    found = desk.raw("select unit_code from raw.petition order by petition_code")
    return [code for (code,) in found]


def test_a_name_is_the_unit_of_the_records_day(desk: Desk) -> None:
    """Case and the place of the tone mark do not count; the kind may be left out."""
    load_list(desk)
    text = HEAD + (
        "D1,30/06/2025,phường HÒA bình,\n"
        "D2,01/07/2025,Phường Hòa Bình,\n"
        "D3,30/06/2025,Hoà Bình,Một\n"
        "D4,30/06/2025,Xã Tân Hoà,Huyện Hai\n"
        "D5,30/06/2025,Xã Tân Hoà,H1\n"
        "D6,01/07/2025,00002,\n"
        "D7,30/06/2025,00002 - Xã Tân Hòa,\n"
    )
    result = desk.load(OWN_DAY, text)
    assert (result.status, result.n_refused) == ("loaded", 0), refusals(desk)
    assert units(desk) == [
        "00003@2021-01-01",
        "00001@2025-07-01",
        "00003@2021-01-01",
        "00002@2021-01-01",
        "00001@2021-01-01",
        "00002@2025-07-01",
        "00002@2021-01-01",
    ]


def test_an_ambiguous_or_unknown_name_is_refused_with_the_candidates(
    desk: Desk,
) -> None:
    load_list(desk)
    text = HEAD + (
        "D1,30/06/2025,Xã Tân Hòa,\n"
        "D2,01/07/2025,Xã Tân Hòa,\n"
        "D3,30/06/2025,Xã Không Có,\n"
        "D4,30/06/2025,Xã Tân Hòa,Huyện Ba\n"
        "D5,30/06/2025,xa tan hoa,\n"
    )
    result = desk.load(OWN_DAY, text)
    assert (result.kinds["petition"].n_loaded, result.n_refused) == (0, 5)
    both = (
        "00001 · Xã Tân Hòa · Huyện Một · 01/01/2021; "
        "00002 · Xã Tân Hòa · Huyện Hai · 01/01/2021"
    )
    assert refusals(desk) == [
        ("Xã Tân Hòa", "unit_ambiguous", both),
        ("Xã Tân Hòa", "unit_unknown", both),
        ("Xã Không Có", "unit_unknown", "–"),
        ("Xã Tân Hòa", "unit_unknown", both),
        ("xa tan hoa", "unit_ambiguous", both),
    ]


def test_the_day_of_the_file_goes_before_the_day_of_the_record(desk: Desk) -> None:
    """An old matter in a new list: the code means the unit of the new list."""
    load_list(desk)
    title = "Tính đến ngày 31/07/2025,,\n"
    text = title + "Mã đơn,Ngày nhận,Đơn vị\nD1,30/06/2025,00002\n"
    result = desk.load(TITLE_DAY, text)
    assert (result.status, result.n_refused) == ("loaded", 0), result.reason
    assert units(desk) == ["00002@2025-07-01"]


def test_a_code_without_any_day_is_refused_with_the_candidates(desk: Desk) -> None:
    load_list(desk)
    result = desk.load(BALLOTS, "Phiếu,Đơn vị,Câu 1\nP1,00002,5\nP2,00003,5\n")
    assert result.kinds["answer"].n_loaded == 1
    assert refusals(desk) == [
        (
            "00002",
            "unit_undated",
            "00002 · Xã Tân Hòa · Huyện Hai · 01/01/2021; "
            "00002 · Xã Ia H'Drai · Tỉnh Mô Phỏng · 01/07/2025",
        )
    ]


def test_without_a_unit_list_the_file_waits_for_it(desk: Desk) -> None:
    text = HEAD + "D1,30/06/2025,Hoà Bình,\n"
    refused = desk.load(OWN_DAY, text)
    assert refused.status == "refused"
    assert refused.reason is not None
    assert refused.reason.endswith("load the unit list first, then this file again")
    load_list(desk)
    assert desk.load(OWN_DAY, text).status == "loaded"
    assert units(desk) == ["00003@2021-01-01"]
    assert desk.load(OWN_DAY, text).status == "already_loaded"


def test_a_list_of_a_later_day_lets_refused_rows_in(desk: Desk) -> None:
    first = LIST.replace("00003,Phường Hoà Bình", "00003,Phường Khác")
    load_files([desk.file("cu.csv", first)], settings=desk.settings)
    text = HEAD + "D1,30/06/2025,Hoà Bình,\n"
    assert desk.load(OWN_DAY, text).n_refused == 1
    assert desk.load(OWN_DAY, text).status == "already_loaded"
    # Lists that differ are settled by the day they speak of, not by who came last.
    load_list(desk, stated_on=date(2025, 6, 30))
    assert desk.load(OWN_DAY, text).n_refused == 0
    assert units(desk) == ["00003@2021-01-01"]


def test_a_succession_lets_refused_rows_in(desk: Desk) -> None:
    ended = LIST.replace("2025-07-01,\n", "2025-06-30,\n")
    load_files([desk.file("don_vi.csv", ended)], settings=desk.settings)
    text = HEAD + "D1,30/06/2025,Hoà Bình,\n"
    # until somebody says so the last day written is not a day of the unit
    assert desk.load(OWN_DAY, text).n_refused == 1
    path = desk.file("chuyen_tiep.csv", SUCCESSION)
    (listed,) = load_files([path], settings=desk.settings)
    assert (listed.status, listed.n_refused) == ("loaded", 0)
    assert desk.load(OWN_DAY, text).n_refused == 0
    assert units(desk) == ["00003@2021-01-01"]


@pytest.mark.parametrize("is_list_first", [True, False])
def test_in_one_delivery_the_list_may_stand_behind(
    desk: Desk, is_list_first: bool
) -> None:
    desk.keep_spec("phan_anh", OWN_DAY)
    files: list[Path] = [
        desk.file("don_vi.csv", LIST),
        desk.file("phan_anh.csv", HEAD + "D1,30/06/2025,Hoà Bình,\n"),
    ]
    results = load_files(
        files if is_list_first else files[::-1], settings=desk.settings
    )
    assert {result.status for result in results} == {"loaded"}
    assert units(desk) == ["00003@2021-01-01"]


def test_lists_and_calendars_go_by_plain_code(desk: Desk) -> None:
    spec = """spec: lich
title: {vi: Thử, en: Test}
kinds:
  - kind: calendar_day
    columns:
      day: {from: "Ngày"}
      is_working: {constant: true}
      unit_code: {from: "Đơn vị", unit: {}}
"""
    with pytest.raises(SpecError, match="only a unit that a record speaks of"):
        read_spec(desk.file("lich.yml", spec))
    listed = OWN_DAY.replace(
        'unit: {parent: "Huyện"}', "unit: {}\n        values: {a: b}"
    )
    head = "spec: phan_anh\ntitle: {vi: Thử, en: Test}\n"
    with pytest.raises(SpecError, match="not both"):
        read_spec(desk.file("phan_anh.yml", head + listed))


@pytest.mark.parametrize("in_one", [True, False])
def test_names_before_any_list_mean_their_units_once_it_is_there(
    desk: Desk, in_one: bool
) -> None:
    spec = SPEC.replace("title_block: 'Tính đến ngày (?P<den>[0-9/]+)'\n", "")
    desk.keep_spec("don", spec.replace("        UNIT\n", ""))
    rows = (
        "Mã đơn,Ngày nhận,Đơn vị",
        "D1,05/10/2025,Phường Hòa Bình",
        "D2,05/10/2025,00002",
        "D3,06/10/2025,Xã Bịa",
    )
    path = desk.file("don.csv", "\n".join((*rows, "")))
    listed = desk.file("don_vi.csv", LIST)
    if in_one:
        load_files([path, listed], settings=desk.settings)
    else:
        (first,) = load_files([path], settings=desk.settings)
        assert [(n.code, n.n, n.lines) for n in first.notices] == [
            ("units_unlisted", 2, (2, 4))
        ]
        load_files([listed], settings=desk.settings)
        (again,) = load_files([path], settings=desk.settings)
        assert (again.status, again.kinds["petition"].n_loaded) == ("loaded", 2)
        assert again.n_refused == 1
        assert not again.notices
    assert units(desk) == ["00001", "00002"]
    assert [found[:2] for found in refusals(desk)] == [("Xã Bịa", "unit_unknown")]
    (more,) = load_files([path], settings=desk.settings)
    assert (more.status, more.n_refused) == ("already_loaded", 0)
