"""A month is shown once it has ended."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.rows import months
from dashboard.rows.months import is_open_month, worse_by_luck, worse_signals
from warehouse.statistics.series.signals_of_months import expected_false_signals


def page_of(data_as_of: date | None) -> Any:
    return SimpleNamespace(build=SimpleNamespace(data_as_of=data_as_of))


@pytest.mark.parametrize(
    ("data_as_of", "is_open"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 10, 30), True),
        (date(2026, 9, 30), True),
        (date(2026, 11, 1), False),
        (None, False),
    ],
)
def test_a_month_is_open_until_its_last_day(
    data_as_of: date | None, *, is_open: bool
) -> None:
    assert is_open_month(page_of(data_as_of), date(2026, 10, 1)) is is_open


def test_signals_of_the_last_months_stand_beside_what_luck_would_give(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        {
            "month": date(2026, month, 1),
            "measure": measure,
            "centre": None if measure == "late_official_share" else 0.1,
            "n_points": 18,
            "signal": "above_limit" if month == 9 else None,
        }
        for month in (7, 8, 9, 10)
        for measure in ("late_strict_share", "late_official_share", "satisfied_share")
    ]
    answer = SimpleNamespace(rows=rows)
    monkeypatch.setattr(months, "ask", lambda *_a, **_k: answer)
    page = page_of(date(2026, 10, 15))
    # of August and September; more satisfied than the limit is not worse
    assert set(worse_signals(page, "u", "today")) == {
        "late_strict_share",
        "late_official_share",
    }
    n_looked, expected, found = worse_by_luck(page, "u", "today")
    assert (n_looked, found) == (4, 1)
    rate = expected_false_signals([18])
    assert expected == pytest.approx(4 * rate / 2)
    assert 0 < rate < 0.2
