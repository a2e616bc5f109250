"""Beside signs that a test of chance gave stands how many luck alone may give."""

from __future__ import annotations

from dashboard.views.quality.integrity_flags import by_luck_text
from dashboard.words import words_of
from tests.dashboard.conftest import OpenPage
from tests.dashboard.page_html import html_of
from tests.dashboard.small.units import key


def test_signs_of_chance_say_how_many_may_be_luck() -> None:
    rows = [{"rule": "months_too_alike"}] * 12 + [{"rule": "answers_in_blocks"}] * 8
    rows += [{"rule": "due_before_received"}] * 50
    assert "luck alone may give up to about 1.0 of them" in by_luck_text(
        words_of("en"), rows, 0.05
    )
    text = by_luck_text(words_of("vi"), rows, 0.05)
    assert text.startswith("20 dấu hiệu")
    assert "khoảng 1,0 trong số đó" in text
    # as the province allows
    assert "khoảng 2,0 trong số đó" in by_luck_text(words_of("vi"), rows, 0.10)
    assert not by_luck_text(words_of("vi"), rows, None)


def test_counts_of_records_have_no_luck() -> None:
    assert not by_luck_text(words_of("vi"), [{"rule": "due_before_received"}], 0.05)


def test_luck_is_told_of_all_signs_and_not_of_those_of_one_unit(
    open_page: OpenPage,
) -> None:
    """The share of false signs is kept over all units that were judged together."""
    said = "so với may rủi"
    assert said in html_of(open_page("committee", "quality", checked="tests"))
    one = {"checked": "tests", "of": key("91001")}
    text = html_of(open_page("committee", "quality", **one))
    assert "<caption>Dấu hiệu bất thường" in text
    assert said not in text
