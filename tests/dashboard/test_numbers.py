"""Numbers and dates as readers write them."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import dates, numbers

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0.8394, "83,94\u00a0%", "83.94%"),
        (1.0, "100,00\u00a0%", "100.00%"),
        (0.0, "0,00\u00a0%", "0.00%"),
        (None, "—", "—"),
        (NAN, "—", "—"),
    ],
)
def test_percent(value: float | None, vi: str, en: str) -> None:
    assert numbers.percent(value, "vi") == vi
    assert numbers.percent(value, "en") == en


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0318, "+3,18"),
        (-0.0318, "−3,18"),
        (0.0, "0,00"),
        (-0.00001, "0,00"),
        (0.00001, "0,00"),
        (None, "—"),
    ],
)
def test_points_always_carry_their_sign(value: float | None, text: str) -> None:
    assert numbers.points(value, "vi") == text


def test_counts_and_decimals() -> None:
    assert numbers.count(1234567, "vi") == "1.234.567"
    assert numbers.count(1234567, "en") == "1,234,567"
    assert numbers.count(0, "vi") == "0"
    assert numbers.count(None, "vi") == "—"
    assert numbers.decimal(-3.94159, "vi") == "−3,94"


def test_interval_and_dates() -> None:
    assert numbers.interval(-0.01, 0.063, "vi") == "[−1,00;\u00a0+6,30]"
    assert dates.day(date(2026, 11, 23)) == "23/11/2026"
    assert dates.day(None) == "—"
    assert dates.month(date(2025, 7, 1)) == "7/2025"
