"""How many are named wrongly is never printed surer than one in a hundred."""

from __future__ import annotations

import pytest

from dashboard.views.officers.page import expected_wrong_text
from dashboard.words import words_of


@pytest.mark.parametrize("share", [0.0, 2e-6, 0.0099])
def test_a_tiny_share_is_shown_as_under_one_percent(share: float) -> None:
    text = expected_wrong_text(words_of("vi"), share)
    assert "dưới 1\u00a0%" in text
    assert "0,00" not in text


def test_a_share_is_shown_in_whole_percent() -> None:
    assert "khoảng 9\u00a0%" in expected_wrong_text(words_of("vi"), 0.0882)
    assert "about 9%" in expected_wrong_text(words_of("en"), 0.0882)


def test_a_first_look_says_how_many_are_there_by_luck() -> None:
    text = expected_wrong_text(words_of("vi"), 0.62, "expected_wrong_look")
    assert "cần xem lại" in text
    assert "khoảng 62\u00a0%" in text
