"""Officers as each role may read them, never judged on few ballots or by luck."""

from __future__ import annotations

import pytest

from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.warehouse import key


def test_the_committee_reads_no_name_and_no_code(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "officers"))
    assert "24 cán bộ" in text
    assert "Nguyễn" not in text
    assert "CB0" not in text


def test_the_front_reads_codes_and_no_names(open_page: OpenPage) -> None:
    text = html_of(open_page("front", "officers"))
    assert "CB0" in text
    assert "Nguyễn" not in text


def test_an_officer_with_few_ballots_is_not_judged(open_page: OpenPage) -> None:
    unit, officer = key("91004"), "CB008"
    app = open_page("front", "officers", unit=unit, officer=officer)
    assert "Chưa đủ phiếu để đánh giá cá nhân" in html_of(app)


@pytest.mark.parametrize("role", ["leader", "front", "committee"])
def test_officers_stand_beside_what_luck_alone_would_give(
    open_page: OpenPage, role: str
) -> None:
    text = html_of(open_page(role, "officers"))
    assert "cán bộ đủ phiếu được xét cùng lúc" in text
    assert "2 của 4 kỳ" in text
