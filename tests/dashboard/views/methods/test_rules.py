"""A rule of the province stands beside the shipped one, with its day and basis."""

from __future__ import annotations

import re

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of


def rows_of(text: str, name: str) -> list[str]:
    """The rows of a rule as plain text, in the order of the page."""
    rows = re.findall(r"<tr.*?</tr>", text, flags=re.S)
    plain = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    return [row for row in plain if row.startswith(name)]


def test_a_threshold_of_the_province_follows_the_shipped_one(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("committee", "methods", aspect="rules"))
    assert rows_of(text, "Mức hài lòng tối thiểu đối với") == [
        "Mức hài lòng tối thiểu đối với cán bộ 85,0% 01/01/2020 30/06/2026 có sẵn"
        " Chưa có quy định; Ban Chỉ đạo quyết định",
        "Mức hài lòng tối thiểu đối với cán bộ 90,0% 01/07/2026 — của tỉnh"
        " QĐ 12/QĐ-UBND",
    ]


def test_a_deadline_of_the_province_is_shown_open(open_page: OpenPage) -> None:
    page = open_page("committee", "methods", aspect="rules")
    shipped, own = rows_of(html_of(page), "Kiến nghị")
    assert shipped.startswith("Kiến nghị 20 ngày 15/11/2021 30/06/2026 có sẵn")
    assert own.startswith("Kiến nghị 10 ngày 01/07/2026 — của tỉnh")
    [opened] = [one for one in page.expander if "Hạn giải quyết đơn" in one.label]
    assert opened.label == "Hạn giải quyết đơn: 8 dòng, 1 dòng của tỉnh"
    assert opened.proto.expanded


def test_what_no_rule_can_change_is_said(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "methods", lang="en", aspect="rules"))
    assert "figures show from 5 people on" in text
