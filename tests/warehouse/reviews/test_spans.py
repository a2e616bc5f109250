"""A period in words as days."""

from __future__ import annotations

from datetime import date

import pytest

from warehouse.errors import ThanThienError
from warehouse.rules.periods import span_of


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("2026-H2", date(2026, 7, 1), date(2027, 1, 1)),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_spans(period: str, first: date, last: date) -> None:
    assert span_of(period) == (first, last)


@pytest.mark.parametrize("period", ["", "26", "2026-Q5", "2026-13", "2026-H0", "x"])
def test_no_period(period: str) -> None:
    with pytest.raises(ThanThienError, match="a year, half-year"):
        span_of(period)
