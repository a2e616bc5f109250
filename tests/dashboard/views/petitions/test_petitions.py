"""Petitions: what was told in confidence is hidden where it is of few."""

from __future__ import annotations

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of


def test_few_denunciations_are_hidden(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "petitions"))
    row = text[text.index("Tố cáo</th>") :].split("</tr>")[0]
    assert "ẩn" in row
    assert "3" not in row
