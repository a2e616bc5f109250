"""Petitions: what was told in confidence is hidden where it is of few."""

from __future__ import annotations

import re

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of


def test_few_denunciations_are_hidden(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "petitions"))
    row = text[text.index("Tố cáo</th>") :].split("</tr>")[0]
    assert "ẩn" in row
    assert "3" not in row


def test_the_oldest_open_petition_stands_in_a_tile(open_page: OpenPage) -> None:
    """Its day is that of the table, which says that it is of any year."""
    text = html_of(open_page("committee", "petitions"))
    tiles = text[text.index('class="tt-counts"') :].split("</ul>")[0]
    [tile] = [one for one in tiles.split("</li>") if "hạn lâu nhất" in one]
    day = tile.split("<b>")[1].split("</b>")[0]
    table = text[text.rindex('class="tt-table"') :].split("</table>")[0]
    days = re.findall(r"\d\d/\d\d/\d{4}", table)
    assert day == min(days, key=lambda one: one.split("/")[::-1])
    over = [
        int(n)
        for label in ("Quá 1–30 ngày", "Quá 31–90 ngày", "Quá trên 90 ngày")
        for n in re.findall(rf'data-label="{label}"[^>]*>(\d+)<', table)
    ]
    assert f"quá hạn ({sum(over)} đơn) có thể nhiều hơn tồn đọng ở trên" in text
