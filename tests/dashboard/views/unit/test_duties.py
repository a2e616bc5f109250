"""A unit shows its letters, meetings and checks; a steward sees lists at odds."""

from __future__ import annotations

from tests.dashboard.conftest import OpenPage
from tests.dashboard.small.units import key
from tests.dashboard.test_leader_front import row_of
from tests.dashboard.test_views import html_of


def test_a_leader_sees_letters_meetings_and_checks(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", part="duties"))
    cells = text.split(">10/2026</th>")[1].split("</tr>")[0]
    # receptions, dialogues, visits, not held, led by the head, issues, resolved
    for n in (5, 1, 8, 2, 7, 31, 26):
        assert f">{n}</td>" in cells
    assert "đạt 2 trong 3 điều kiện" in text
    assert "Không đạt" in row_of(text, "Hòm thư góp ý")


def test_letters_are_acts_of_the_office_and_exact(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "unit", unit=key("91001"), part="letters"))
    letters = text.split("<caption>Thư gửi dân")[1]
    for n in (17, 3, 4):
        assert f">{n}</td>" in letters


def test_a_steward_sees_which_files_are_at_odds_and_not_about_whom(
    open_page: OpenPage,
) -> None:
    text = html_of(open_page("steward", "quality", checked="tests"))
    assert "Danh sách mâu thuẫn nhau" in text
    assert "a.csv" in text
    assert "b.csv" in text
    assert "CB001@" not in text
