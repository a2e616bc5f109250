"""The axis of a before–after figure: shares, marked as such, and none beyond 100%."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.figures.dumbbell import dumbbell
from dashboard.words import words_of


def row(after: float, low: float, high: float) -> dict[str, Any]:
    return {
        "name": "Xã An",
        "share_before": 0.9,
        "share_after": after,
        "share_diff": after - 0.9,
        "share_diff_low": low,
        "share_diff_high": high,
        "n_before": 60,
        "n_after": 60,
        "verdict": "inconclusive",
        "state": "shown",
    }


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_share_is_drawn_or_marked_beyond_100_percent(lang: str) -> None:
    rows = [row(0.97, -0.02, 0.2), row(0.8, -0.2, 0.05)]
    figure = dumbbell(rows, words_of(lang), title="t").figure
    axis = figure.layout.xaxis
    assert max(axis.tickvals) <= 100
    assert [text[-2:] in ("0%", "5%") for text in axis.ticktext] == [True] * len(
        axis.tickvals
    )
    points = figure.data[0]
    ends = [x + reach for x, reach in zip(points.x, points.error_x.array, strict=True)]
    assert ends == pytest.approx([100, 95])
