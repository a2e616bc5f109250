"""Where months stand, a chosen month, quarter, half-year or year narrows them."""

from __future__ import annotations

import re

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.units import key

UNIT = key("91001")


def months_of(text: str, caption: str) -> list[str]:
    """Months that begin the rows of a table, as 9/2026."""
    body = text.split(f"<caption>{caption}")[1].split("</table>")[0]
    return re.findall(r">(\d{1,2}/\d{4})</t[dh]>", body)


@pytest.mark.parametrize(
    ("span", "name", "months"),
    [
        ("2026-Q3", "Quý 3/2026", ["9/2026", "8/2026", "7/2026"]),
        ("2026-07", "Tháng 7/2026", ["7/2026"]),
        ("2026-H1", "6 tháng, nửa 1 năm 2026", [f"{n}/2026" for n in range(6, 0, -1)]),
    ],
)
def test_months_of_a_measure_are_those_of_the_period(
    open_page: OpenPage, span: str, name: str, months: list[str]
) -> None:
    text = html_of(open_page("leader", "unit", unit=UNIT, part="months", span=span))
    assert f"{name}: " in text
    assert f"{len(months)} tháng đã khép" in text
    assert months_of(text, "Trễ") == months


@pytest.mark.parametrize(
    ("span", "months"),
    [("2026-Q4", {"10/2026"}), ("2026", {"10/2026"}), ("2026-Q3", set())],
)
def test_sent_letters_are_those_of_the_period(
    open_page: OpenPage, span: str, months: set[str]
) -> None:
    """The build holds letters of October alone."""
    page = open_page("leader", "unit", unit=UNIT, part="letters", span=span)
    text = html_of(page)
    assert ("<caption>Thư gửi dân" in text) == bool(months)
    if months:
        assert set(months_of(text, "Thư gửi dân")) == months
