"""Scales: each answer text gives exactly one of level, reason, broken rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.files.text import heading_key
from ingest.spec.scales import TWO_MARKS, judge, scale_from, shipped_scales

TEN = scale_from("ten", {"min": 1, "max": 10})
HALF = scale_from("half", {"min": 1, "max": 5, "step": 0.5})
TURNED = scale_from("turned", {"min": 1, "max": 5, "reversed": True})
WORDS = scale_from("words", {"Tốt": 3, "Khá": 2, "Kém": 1})
CODES = {heading_key("KTL"): "refused", heading_key("99"): "dont_know"}


@pytest.mark.parametrize(
    ("text", "scale", "level"),
    [
        ("7", TEN, "7"),
        ("10.0", TEN, "10"),
        ("4,5", HALF, "4.5"),
        ("1", TURNED, "5"),
        ("5", TURNED, "1"),
        ("  KHÁ ", WORDS, "2"),
        ("Rất hài lòng", shipped_scales()["likert5_words"], "5"),
        ("HÀI LÒNG", shipped_scales()["likert5_words"], "4"),
        ("3", shipped_scales()["likert5_words"], "3"),
        ("Hài lòng", shipped_scales()["likert3_words"], "2"),
    ],
)
def test_levels(text: str, scale: object, level: str) -> None:
    assert judge(text, scale, CODES).level == Decimal(level)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["0", "11", "7.5", "-1", "810", "bảy", "1e1", "NaN"])
def test_off_the_scale(text: str) -> None:
    found = judge(text, TEN, CODES)
    assert (found.rule, found.level, found.no_answer_reason) == ("scale", None, None)


def test_half_points_only_where_the_step_allows() -> None:
    assert judge("4.5", TEN, {}).rule == "scale"
    assert judge("4.3", HALF, {}).rule == "scale"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "blank"),
        ("", "blank"),
        ("ktl", "refused"),
        ("99", "dont_know"),
        (TWO_MARKS, "invalid"),
    ],
)
def test_reasons(text: str | None, reason: str) -> None:
    assert judge(text, TEN, CODES).no_answer_reason == reason


@given(st.text(max_size=12))
def test_exactly_one_is_filled(text: str) -> None:
    found = judge(text, TEN, CODES)
    filled = (found.level, found.no_answer_reason, found.rule)
    assert sum(part is not None for part in filled) == 1
