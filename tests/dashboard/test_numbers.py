"""Numbers and dates as readers write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dashboard import dates, numbers

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0.8394, "83,9%", "83.9%"),
        (1.0, "100,0%", "100.0%"),
        (0.0, "0,0%", "0.0%"),
        (0.2845, "28,5%", "28.5%"),
        (0.0625, "6,3%", "6.3%"),
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
        (0.0318, "+3,2"),
        (-0.0318, "−3,2"),
        (0.0, "0,0"),
        (-0.0001, "0,0"),
        (0.0001, "0,0"),
        (-0.0005, "−0,1"),
        (None, "—"),
    ],
)
def test_points_always_carry_their_sign(value: float | None, text: str) -> None:
    assert numbers.points(value, "vi") == text


@pytest.mark.parametrize(
    ("earlier", "later", "text"),
    [
        (0.6714, 0.7035, "+3,3"),  # 67,1 → 70,4, apart by 3,21
        (0.5, 0.5, "0,0"),
        (0.7035, 0.6714, "−3,3"),
        (None, 0.5, "—"),
        (0.5, NAN, "—"),
    ],
)
def test_a_difference_is_that_of_the_shares_as_shown(
    earlier: float | None, later: float | None, text: str
) -> None:
    assert numbers.difference(later, earlier, "vi") == text


def test_every_shown_difference_adds_up() -> None:
    for nth in range(500):
        earlier, later = nth / 733, (nth * 7 % 911) / 911
        ends = [
            Decimal(numbers.percent(share, "en").rstrip("%"))
            for share in (later, earlier)
        ]
        shown = numbers.difference(later, earlier, "en").replace("−", "-")
        assert Decimal(shown) == ends[0] - ends[1]


def test_counts_and_decimals() -> None:
    assert numbers.count(1234567, "vi") == "1.234.567"
    assert numbers.count(1234567, "en") == "1,234,567"
    assert numbers.count(0, "vi") == "0"
    assert numbers.count(None, "vi") == "—"
    assert numbers.decimal(-3.94159, "vi") == "−3,94"


def test_interval_and_dates() -> None:
    assert numbers.interval(-0.01, 0.063, "vi") == "[−1,0;\u00a0+6,3]"
    assert dates.day(date(2026, 11, 23)) == "23/11/2026"
    assert dates.day(None) == "—"
    assert dates.month(date(2025, 7, 1)) == "7/2025"
