"""What stands under a chart of months says what its limits rest on."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.views.unit.month_words import limits_note
from dashboard.words import words_of


def month(number: int, n_effective: float | None) -> dict[str, Any]:
    return {
        "month": date(2026, number, 1),
        "n": 100,
        "n_effective": n_effective,
        "centre": 0.8,
        "signal": None,
        "n_points": 18,
        "is_provisional": False,
        "allows_for_season": True,
    }


def test_a_month_of_few_people_is_told() -> None:
    words = words_of("vi")
    told = " ".join(limits_note(words, [month(8, 100.0), month(9, 25.0)]))
    assert "100 phiếu của 9/2026 chỉ chắc bằng khoảng 25 phiếu lấy rời" in told
    for plain in (100.0, None):
        assert "lấy rời" not in " ".join(limits_note(words, [month(9, plain)]))
