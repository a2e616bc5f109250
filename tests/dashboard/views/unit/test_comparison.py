"""Units side by side: the figures of the one table, and no unit of others."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.many_communes import add_communes
from tests.dashboard.small.units import UNITS
from tests.dashboard.small.warehouse import changed, key


@pytest.fixture
def home_of_many(home: Path, tmp_path: Path) -> Path:
    """The small build with enough communes for a group and as many outside of it."""
    shutil.copytree(home / "builds", tmp_path / "builds")
    (path,) = (tmp_path / "builds").glob("warehouse-*.duckdb")
    with changed(path) as connection:
        add_communes(connection)
    return tmp_path


def heads_of(text: str) -> list[str]:
    """Headings of the table of figures."""
    table = text.split("tt-table")[-1]
    return re.findall(r"<th scope=\"col\"[^>]*>([^<]*)", table)


def figures_of(text: str) -> list[list[str]]:
    table = text.split("tt-table")[-1]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [
        [
            re.sub(r"<span aria-hidden=.true.>.</span> |<[^>]+>", "", cell)
            for cell in row
        ]
        for row in cells
    ]


def test_two_units_show_what_the_table_of_all_units_shows(open_page: OpenPage) -> None:
    one, other = key("91001"), key("91003")
    text = html_of(
        open_page("committee", "unit", unit=one, part="beside", beside=other)
    )
    names = [UNITS["91001"][0], UNITS["91003"][0]]
    assert heads_of(text)[1:] == names
    beside = {row[0]: row[1:] for row in figures_of(text)}
    whole = html_of(open_page("committee", "unit", unit=key("91"), part="table"))
    heads = heads_of(whole)
    rows = {row[0]: row for row in figures_of(whole)}
    for place, head in enumerate(heads[1:], 1):
        assert beside[head] == [rows[name][place] for name in names], head
    assert text.count('class="tt-verdict"') == 2
    assert "không xếp hạng" in text


def test_a_leader_puts_no_unit_of_others_beside(open_page: OpenPage) -> None:
    for asked in (key("91003"), "similar"):
        app = open_page("leader", "unit", part="beside", beside=asked)
        text = html_of(app)
        assert words_of("vi")("states.few_similar.title") in text
        assert UNITS["91003"][0] not in text
        assert "tt-beside" not in text


def test_a_leader_sees_the_unit_beside_those_like_it_together(
    open_page: OpenPage, home_of_many: Path
) -> None:
    text = html_of(open_page("leader", "unit", at=home_of_many, part="beside"))
    assert heads_of(text)[1:] == ["Phường An Bình", "Các xã tương tự"]
    assert "8 xã tương tự" in text
    assert "Xã Lập 1" in text
    rows = {row[0]: row[1:] for row in figures_of(text)}
    assert rows["Hài lòng chung, đợt sau"][1].endswith("%")
    assert "," not in rows["Hài lòng chung, đợt sau"][1]
    assert text.count('class="tt-verdict"') == 1


def test_units_of_the_old_list_stand_beside_each_other(
    open_page: OpenPage,
) -> None:
    query = {"unit": key("90101"), "part": "beside", "beside": key("90204")}
    text = html_of(open_page("committee", "unit", **query))
    assert heads_of(text)[1:] == ["Xã An Lạc", "Xã Bình Minh"]
    # 3 ballots are hidden beside a unit as they are alone
    assert "Số liệu được ẩn" in text


@pytest.mark.parametrize("n_other", [960, 120_000])
def test_a_commune_of_the_old_district_and_of_its_size_is_alike(
    open_page: OpenPage, home: Path, tmp_path: Path, n_other: int
) -> None:
    shutil.copytree(home / "builds", tmp_path / "builds")
    (path,) = (tmp_path / "builds").glob("warehouse-*.duckdb")
    with changed(path) as connection:
        for code, n in (("91001", 1_200), ("91002", n_other), ("91003", 1_200)):
            connection.sql(
                f"update main.agg_unit_months set n_received = {n} // 12"
                f" where map = 'today' and unit_key = '{key(code)}'"
            )
    app = open_page("committee", "unit", at=tmp_path, unit=key("91001"), part="beside")
    text = html_of(app)
    assert "Xã Thịnh Lập: nhận 1.200 hồ sơ trong 12 tháng" in text
    is_near = n_other == 960
    line = "Xã Đồng Hòa: cùng Huyện An Bình trước sắp xếp; nhận 960 hồ sơ"
    assert (line in text) == is_near
    assert heads_of(text)[1:] == [
        "Phường An Bình",
        *(["Xã Đồng Hòa"] if is_near else []),
        "Xã Thịnh Lập",
    ]
