"""How many are named wrongly is never printed surer than one in a hundred."""

from __future__ import annotations

import re

import pytest

from dashboard.views.officers.page import (
    by_luck_text,
    expected_wrong_text,
    size_of,
)
from dashboard.words import words_of


@pytest.mark.parametrize("share", [0.0, 2e-6, 0.0099])
def test_a_tiny_share_is_shown_as_under_one_percent(share: float) -> None:
    text = expected_wrong_text(words_of("vi"), share)
    assert "dưới 1%" in text
    assert "0,00" not in text


def test_a_share_is_shown_in_whole_percent() -> None:
    assert "khoảng 9%" in expected_wrong_text(words_of("vi"), 0.0882)
    assert "about 9%" in expected_wrong_text(words_of("en"), 0.0882)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", ["most", "half", "some"])
def test_how_many_of_a_first_look_are_not_low_is_no_figure(
    lang: str, size: str
) -> None:
    words = words_of(lang)
    text = words("officers.look_wrong", size=size_of(words, size))
    assert not re.search(r"\d", text)
    assert size_of(words, size) in text


def test_the_list_says_how_many_luck_alone_would_put_on_it() -> None:
    text = by_luck_text(words_of("vi"), n_judged=632, n_low=9, k=2, m=4)
    # 632 officers × P(at least 2 of 4 periods), each low with a chance of 2.5 %
    assert "632 cán bộ" in text
    assert "khoảng 2,3 người" in text
    assert "Ở đây 9 người" in text
    assert "không nằm trong con số trên" in text


def test_few_officers_are_not_said_to_be_beyond_luck() -> None:
    text = by_luck_text(words_of("en"), n_judged=4, n_low=1, k=2, m=4)
    assert "up to about 0.1 of them" in text
