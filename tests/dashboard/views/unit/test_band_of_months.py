"""The band between the limits stands only where there are limits."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.figures.series import monthly
from dashboard.words import words_of

NO_LIMITS = (5, 6, 7)


def test_no_band_reaches_across_months_without_limits() -> None:
    rows = [_row(month) for month in range(1, 13)]
    made = monthly(
        rows, words_of("vi"), title="x", model_start=None, lower_is_better=True
    )
    traces = made.figure.to_dict()["data"]
    # a fill towards another line joins what lies on both sides of a gap
    [band] = [trace for trace in traces if trace.get("fill")]
    assert band["fill"] == "toself"
    outlines = _outlines(band)
    assert [sorted({day.month for day, _ in one}) for one in outlines] == [
        [1, 2, 3, 4],
        [8, 9, 10, 11, 12],
    ]
    assert [share for _, share in outlines[0]] == [20.0] * 4 + [5.0] * 4


def _row(month: int) -> dict[str, Any]:
    centre, low, high = (0.1, 0.05, 0.2) if month not in NO_LIMITS else (None,) * 3
    return {
        "month": date(2026, month, 1),
        "n": 50,
        "share": 0.1,
        "centre": centre,
        "lower_limit": low,
        "upper_limit": high,
    }


def _outlines(band: dict[str, Any]) -> list[list[tuple[date, float]]]:
    found: list[list[tuple[date, float]]] = [[]]
    for day, share in zip(band["x"], band["y"], strict=True):
        if day is None:
            found.append([])
        else:
            found[-1].append((day, share))
    return [one for one in found if one]
