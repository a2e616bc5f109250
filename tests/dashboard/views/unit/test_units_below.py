"""The one table: every number of it equals the page behind it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlparse

import pytest

from dashboard.views.unit.units_below import COUNTED
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.test_leader_front import row_of

SPAN = "2026-Q4"
# Column → where the page behind it says the whole and the part.
ROWS = {
    "petitions": "Đã đến hạn: trả lời đúng hạn",
    "home": "Yêu cầu phục vụ tại nhà: đã phục vụ",
    "commitments": "Đã ký cam kết",
}


def counts(cell: str) -> tuple[int, int]:
    """Part and whole of a cell written as a share (part/whole)."""
    part, whole = re.findall(r"\(([\d.]+)/([\d.]+)\)", cell)[0]
    return int(part.replace(".", "")), int(whole.replace(".", ""))


def numbers_of(row: str) -> list[int]:
    """The whole numbers that stand in cells of a row."""
    found = re.findall(r'<td[^>]*class="n"[^>]*>([\d.]+)</td>', row)
    return [int(one.replace(".", "")) for one in found]


def behind(name: str, text: str) -> tuple[int, int]:
    """Part and whole as the page behind a column tells them."""
    if name in ROWS:
        whole, part = numbers_of(row_of(text, ROWS[name]))[:2]
        return part, whole
    if name.startswith("late_"):
        label = {"official": "chính thức", "strict": "lời hẹn đầu tiên"}[name[5:]]
        found = re.findall(rf"trễ theo [^<]*{label}<br>([\d.]+) / ([\d.]+)", text)[0]
        return int(found[0].replace(".", "")), int(found[1].replace(".", ""))
    if name == "letters":
        # the leader's page counts exactly; thanks are not in the table
        row = numbers_of(row_of(text.split("<caption>Thư phải gửi")[1], "Thư xin lỗi"))
        return row[2], row[0]
    if name == "meetings":
        table = text.split("<caption>Buổi gặp dân bắt buộc")[1].split("</table>")[0]
        rows = [numbers_of(row) for row in table.split("</tr>")]
        rows = [row for row in rows if row]
        # of what months with a register required, what was kept
        return sum(row[2] for row in rows), sum(row[1] for row in rows)
    if name == "readiness":
        found = re.findall(r"Đã có (\d+) trong (\d+) điều kiện", text)[0]
        return int(found[0]), int(found[1])
    assert name == "targets"
    found = re.findall(r"đạt (\d+) trong (\d+) chỉ tiêu", text)[0]
    return int(found[0]), int(found[1])


@pytest.fixture
def table(open_page: OpenPage) -> dict[str, list[tuple[str, str]]]:
    """Unit → link and text of each cell of its row, after the name."""
    text = html_of(open_page("committee", "unit", part="table", span=SPAN))
    body = text.split("<caption>Bảng các đơn vị")[1].split("</table>")[0]
    rows = [row for row in body.split("<tr")[2:] if "<td" in row]
    found = {}
    for row in rows:
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, flags=re.S)
        shown = [
            (
                unescape(link[0])
                if (link := re.findall(r'href="([^"]*)"', one))
                else "",
                unescape(re.sub(r"<[^>]+>", " ", one)).strip(),
            )
            for one in cells
        ]
        linked = [parse_qs(urlparse(link).query) for link, _ in shown if link]
        [unit] = {query["unit"][0] for query in linked if "unit" in query}
        found[unit] = shown
    assert len(found) >= 4
    return found


@pytest.mark.parametrize("name", COUNTED)
def test_each_cell_equals_the_page_it_opens(
    table: dict[str, list[tuple[str, str]]], open_page: OpenPage, name: str
) -> None:
    """Every unit of the table, column by column."""
    place = 3 + list(COUNTED).index(name)
    n_shown = 0
    for unit, cells in table.items():
        link, cell = cells[place]
        asked = {one: found[0] for one, found in parse_qs(urlparse(link).query).items()}
        assert (asked["unit"], asked["span"]) == (unit, SPAN)
        if "(" not in cell:
            assert cell in ("—", "ẩn")
            continue
        n_shown += 1
        more = {one: asked[one] for one in ("unit", "part", "span")}
        page = html_of(open_page("committee", "unit", **more))
        assert counts(cell) == behind(name, page), (unit, cell)
    assert n_shown


def test_the_change_of_each_unit_is_that_of_its_page(
    table: dict[str, list[tuple[str, str]]], open_page: OpenPage
) -> None:
    n_shown = 0
    for unit, ((link, change), (_, verdict), *_) in table.items():
        if change == "—":
            continue
        n_shown += 1
        asked = parse_qs(urlparse(link).query)
        page = html_of(
            open_page(
                "committee", "unit", unit=unit, part="change", waves=asked["waves"][0]
            )
        )
        plain = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
        number, interval = re.sub(r"\s+", " ", change).split(" ", 1)
        assert f"{number} điểm %" in plain, (unit, change)
        assert interval in plain, (unit, change)
        assert verdict.split()[-1] in plain
    assert n_shown


def test_flags_of_each_unit_are_the_wrong_rules_of_its_list(
    table: dict[str, list[tuple[str, str]]], open_page: OpenPage
) -> None:
    n_shown = 0
    for unit, cells in table.items():
        link, number = cells[-1]
        if number == "0":
            assert link == ""
            continue
        n_shown += 1
        asked = {one: found[0] for one, found in parse_qs(urlparse(link).query).items()}
        assert asked["of"] == unit
        more = {one: asked[one] for one in ("checked", "of")}
        page = html_of(open_page("committee", "quality", **more))
        rules = page.split("<caption>Dấu hiệu bất thường")[1].split("</table>")[0]
        assert rules.count("sai, cần sửa") == int(number)
    assert n_shown


def test_the_table_of_the_last_whole_quarter_is_one_click_from_the_first_page(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee"))
    [link] = re.findall(r'<a href="([^"]*part=table[^"]*)"', text)
    asked = {n: v[0] for n, v in parse_qs(urlparse(unescape(link)).query).items()}
    assert asked["span"] == "2026-Q3"
    more = {one: asked[one] for one in ("unit", "part", "span")}
    assert "<caption>Bảng các đơn vị" in html_of(open_page("committee", "unit", **more))


def test_units_stand_by_name_and_only_verdicts_are_coloured(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee", "unit", part="table", span=SPAN))
    table = text.split("<caption>Bảng các đơn vị")[1].split("</table>")[0]
    rows = [row for row in table.split("<tr")[2:] if "<td" in row]
    assert len(rows) >= 4
    assert all(row.count("tt-chip") <= 1 for row in rows)


def test_a_unit_without_units_below_has_no_table(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", part="table"))
    assert "Bảng các đơn vị" not in text
