"""Letters owed: exact and one by one for who answers for them, sums for others."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.rows.held_registers import HeldRegisters
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.units import key


def first_row(text: str, name: str) -> str:
    """The cells of the first table row that begins with a name."""
    return text.split(f"{name}</th>")[1].split("</tr>")[0]


def test_a_leader_sees_each_count_exactly(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", unit=key("91001"), part="letters"))
    apologies = first_row(text, "Thư xin lỗi")
    # owed, sent, in time, exempt, missing, still in time
    for n in (9, 4, 3, 1):
        assert f">{n}</td>" in apologies
    assert ">3</td>" in first_row(text, "Thư cảm ơn")


def test_a_leader_sees_which_letters_are_missing_masked(open_page: OpenPage) -> None:
    page = open_page("leader", "unit", unit=key("91001"), part="letters")
    text = html_of(page)
    assert "Còn thiếu: 4 việc" in text
    assert "7004" in text
    assert f"M-{key('91001')}" not in text
    assert "08/10/2026" in text


def test_others_see_sums_with_thanks_in_tens_and_no_list(open_page: OpenPage) -> None:
    text = html_of(open_page("committee", "unit", unit=key("91001"), part="letters"))
    assert ">9</td>" in first_row(text, "Thư xin lỗi")
    assert ">3</td>" not in first_row(text, "Thư cảm ơn")
    assert "7004" not in text


@pytest.mark.parametrize(
    ("span", "is_in"), [("2026-Q4", True), ("2026-Q3", False), ("2026", True)]
)
def test_a_chosen_period_counts_what_came_up_in_it(
    open_page: OpenPage, span: str, *, is_in: bool
) -> None:
    for role in ("leader", "committee"):
        page = open_page(role, "unit", unit=key("91001"), part="letters", span=span)
        assert ("Thư xin lỗi</th>" in html_of(page)) == is_in


def test_missing_letters_are_among_the_five_things(open_page: OpenPage) -> None:
    text = html_of(open_page("leader", "unit", part="today"))
    assert "Thư quá hạn chưa gửi: Thư xin lỗi" in text


@pytest.mark.parametrize(
    ("ends", "today_says", "page_says"),
    [
        (
            None,
            "Chưa nạp sổ thư: có thể đã gửi mà chưa ghi",
            "Chưa có sổ thư của đơn vị",
        ),
        (
            (date(2026, 11, 1), date(2026, 11, 1)),
            "Sổ thư có số từ 11/2026",
            "Sổ thư của đơn vị có từ 11/2026",
        ),
        ((date(2025, 9, 1), date(2026, 10, 1)), "", ""),
    ],
)
def test_letters_from_before_the_register_are_not_called_unsent(
    monkeypatch: pytest.MonkeyPatch,
    open_page: OpenPage,
    ends: tuple[date, date] | None,
    today_says: str,
    page_says: str,
) -> None:
    monkeypatch.setattr(HeldRegisters, "months_of", lambda *_: ends)
    text = html_of(open_page("leader", "unit", part="today"))
    assert "Thư quá hạn chưa gửi: Thư xin lỗi" in text
    assert today_says in text
    assert ("chưa ghi" in text) == bool(today_says)
    page = open_page("leader", "unit", unit=key("91001"), part="letters", span="2026")
    text = html_of(page)
    notes = [
        one for one in ("Chưa có sổ thư", "Sổ thư của đơn vị có từ") if one in text
    ]
    assert notes == [page_says[: len(one)] for one in notes]
    assert page_says in text
    assert bool(notes) == bool(page_says)


def test_the_register_of_letters_is_from_its_first_month_to_its_last() -> None:
    ends = {"first_month": date(2026, 9, 1), "last_month": date(2026, 10, 1)}
    held = HeldRegisters([], [{"register": "letters", **ends}])
    assert held.months_of("letters") == (date(2026, 9, 1), date(2026, 10, 1))
    assert held.months_of("cases") is None
