"""The one table: every number of it equals the page behind it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlparse

import pytest

from dashboard.views.unit.units_below import COUNTED
from tests.dashboard.conftest import OpenPage
from tests.dashboard.small.units import key
from tests.dashboard.test_leader_front import row_of
from tests.dashboard.test_views import html_of

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
        return sum(row[1] for row in rows), sum(row[0] for row in rows)
    if name == "readiness":
        found = re.findall(r"Đã có (\d+) trong (\d+) điều kiện", text)[0]
        return int(found[0]), int(found[1])
    assert name == "targets"
    found = re.findall(r"đạt (\d+) trong (\d+) chỉ tiêu", text)[0]
    return int(found[0]), int(found[1])


@pytest.mark.parametrize("name", COUNTED)
def test_each_cell_equals_the_page_it_opens(open_page: OpenPage, name: str) -> None:
    table = html_of(open_page("committee", "unit", part="table", span=SPAN))
    unit = re.findall(rf"unit={key('91001').replace('@', '%40')}", table)
    assert unit
    row = next(
        one for one in table.split("</tr>") if f"unit={key('91001')[:5]}%40" in one
    )
    found = re.findall(r"<a href=\"([^\"]*)\"[^>]*>([^<]*\(\d[^<]*)</a>", row)
    place = list(COUNTED).index(name)
    link, cell = found[place]
    asked = parse_qs(urlparse(unescape(link)).query)
    assert asked["unit"] == [key("91001")]
    assert asked["span"] == [SPAN]
    more = {one: asked[one][0] for one in ("unit", "part", "span")}
    page = html_of(open_page("committee", "unit", **more))
    assert counts(cell) == behind(name, page)


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
