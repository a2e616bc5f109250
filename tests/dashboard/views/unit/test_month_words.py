"""What stands under a chart of months says what its limits rest on."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from dashboard.rows.context import Page
from dashboard.views.unit.by_month import months
from dashboard.views.unit.by_month.month_words import limits_note, variation
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


@pytest.mark.parametrize(
    ("signal", "lower_is_better", "kind"),
    [
        (None, True, "usual"),
        ("above_limit", True, "worse"),
        ("above_limit", False, "better"),
        ("below_limit", True, "better"),
        ("trend_up", True, "worse"),
        ("trend_down", False, "worse"),
        ("run_above", False, "better"),
        ("run_below", True, "better"),
        ("two_of_three_above", True, "worse"),
        ("two_of_three_below", False, "worse"),
    ],
)
def test_a_month_has_the_icon_of_its_variation(
    signal: str | None, lower_is_better: bool, kind: str
) -> None:
    row = month(9, None) | {"share": 0.8, "lower_limit": 0.7, "signal": signal}
    row |= {"is_hidden": False}
    assert variation(row, lower_is_better=lower_is_better) == kind
    hidden = {"is_hidden": True}
    for nothing in ({"share": None}, {"centre": None}, {"lower_limit": None}, hidden):
        assert variation(row | nothing, lower_is_better=lower_is_better) == ""


def test_few_cases_a_month_are_no_contradiction_to_a_usual_month(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Limits are there and the last month is within them: the page says no less."""
    said: list[str] = []
    monkeypatch.setattr("dashboard.blocks.note", said.append)
    page = cast(Page, SimpleNamespace(words=words_of("vi"), lang="vi"))
    row = {"share": 0.1, "part": 1.0, "centre": 0.1, "signal": None}
    months._signals(page, [row] * 24)
    months._signals(page, [{**row, "part": 9.0}] * 24)
    months._signals(page, [{**row, "centre": None}] * 24)
    assert [text[:23] for text in said] == [
        "Cả chuỗi không có tín h",
        "Cả chuỗi không có tín h",
        "Chưa đủ tháng, hoặc chư",
    ]
    assert "chỉ thay đổi lớn" in said[0]
    assert "chỉ thay đổi lớn" not in said[1]
