"""A monthly share is drawn with its target, and told whether it will be met."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard.figures.series import monthly
from dashboard.rows.months import targets_by_month, with_targets
from dashboard.views.unit.by_month.month_words import assurance, of_target
from dashboard.words import words_of


def planned(period: str, value: float, direction: str = "down") -> dict[str, Any]:
    return {"target_period": period, "planned": value, "direction": direction}


def months(target: float | None = None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {
            "month": date(2026, number, 1),
            "n": 50,
            "share": 0.04 if number < 7 else None,
            "is_hidden": False,
            "centre": 0.04,
            "lower_limit": 0.02,
            "upper_limit": 0.08,
        }
        for number in range(1, 10)
    ]
    targets = {} if target is None else {row["month"]: target for row in rows}
    return with_targets(rows, targets, lower_is_better=True)


def test_a_month_goes_by_the_shortest_period_it_lies_in() -> None:
    rows = [planned("2026", 5), planned("2026-Q3", 3), planned("2026-09", 2)]
    found = targets_by_month(rows, lower_is_better=True)
    assert len(found) == 12
    asked = {month: found[date(2026, month, 1)] for month in (6, 7, 9)}
    assert asked == {6: 0.05, 7: 0.03, 9: 0.02}


@pytest.mark.parametrize(("lower", "asked"), [(True, 0.02), (False, 0.98)])
def test_a_target_of_the_opposite_is_what_it_leaves(lower: bool, asked: float) -> None:
    rows = [planned("2026-08", 98, "up")]
    found = targets_by_month(rows, lower_is_better=lower)
    assert found == {date(2026, 8, 1): pytest.approx(asked)}


def test_of_two_targets_of_one_time_the_stricter_holds() -> None:
    late = targets_by_month(
        [planned("2026-08", 5), planned("2026-08", 2)], lower_is_better=True
    )
    pleased = targets_by_month(
        [planned("2026-08", 80, "up"), planned("2026-08", 90, "up")],
        lower_is_better=False,
    )
    assert [*late.values(), *pleased.values()] == [0.02, 0.9]


@pytest.mark.parametrize(
    ("target", "lower_is_better", "told"),
    [
        (0.08, True, "met"),
        (0.01, True, "missed"),
        (0.05, True, "hit_and_miss"),
        (0.02, False, "met"),
        (0.09, False, "missed"),
        (0.05, False, "hit_and_miss"),
        (None, True, ""),
    ],
)
def test_limits_beyond_the_target_assure(
    target: float | None, lower_is_better: bool, told: str
) -> None:
    assert assurance(months(target), lower_is_better=lower_is_better) == told


def test_without_limits_nothing_is_assured() -> None:
    rows = [row | {"upper_limit": None} for row in months(0.05)]
    assert assurance(rows, lower_is_better=True) == ""


def test_months_with_figures_are_counted_against_the_target() -> None:
    words = words_of("vi")
    said = of_target(words, months(0.05), lower_is_better=True)
    assert said == (
        "Chỉ tiêu của đơn vị: không quá 5,0%. 6 trong 6 tháng có số đã đạt."
    )
    assert of_target(words, months(), lower_is_better=True) == ""


def test_the_target_is_a_line_as_long_as_it_holds() -> None:
    rows = months(0.05)
    for row in rows[:3]:
        row["target"] = None
    made = monthly(
        rows, words_of("vi"), title="x", model_start=None, lower_is_better=True
    )
    drawn = made.figure.to_dict()
    [line] = [t for t in drawn["data"] if t["line"].get("dash") == "longdash"]
    assert list(line["y"]) == [5.0, 5.0, None]
    assert (line["x"][0].month, line["x"][1].month) == (3, 9)
    assert "Chỉ tiêu 5,0%" in {one["text"] for one in drawn["layout"]["annotations"]}
    assert "Chỉ tiêu 5,0%" in made.alt
    [named] = [a for a in drawn["layout"]["annotations"] if "Chỉ tiêu" in a["text"]]
    # the series ends below its target, so that the name stands above the line
    assert named["yanchor"] == "bottom"
    bare = monthly(
        months(), words_of("vi"), title="x", model_start=None, lower_is_better=True
    )
    dashes = [t["line"].get("dash") for t in bare.figure.to_dict()["data"]]
    assert "longdash" not in dashes
