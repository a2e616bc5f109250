"""A month is shown once it has ended."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.rows.months import is_open_month


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
