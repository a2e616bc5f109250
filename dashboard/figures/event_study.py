"""Difference from the units not yet started, by time since the start, with intervals.

Points left of the line are before the model: they should hold zero, else the two
groups were already moving apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import numbers
from dashboard.figures.base import Drawing, Figure, label, lay_out
from dashboard.theme import ACCENT, BEFORE, INK, LINE, MUTED
from dashboard.words import Words


@dataclass(frozen=True)
class Point:
    """One period.

    Attributes:
        period: Periods since the start; negative before it.
        difference: From the units not yet started, in the unit of the axis.
        low: Lower 95 % limit, None where undefined.
        high: Upper limit.
    """

    period: int
    difference: float
    low: float | None
    high: float | None


def event_study(
    points: Sequence[Point], words: Words, *, title: str, axis: str, period: str
) -> Figure:
    """Draws the points in order of time.

    Args:
        points: One per period, ordered.
        words: Language of the labels.
        title: What is drawn, for the text alternative.
        axis: Words of the vertical axis.
        period: What one period is: a month or a quarter.
    """
    figure = Drawing()
    for is_after, colour in ((False, BEFORE), (True, ACCENT)):
        side = [p for p in points if (p.period >= 0) == is_after]
        figure.add_scatter(
            x=[p.period for p in side],
            y=[p.difference for p in side],
            mode="markers",
            marker={"size": 8, "color": colour},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": [_reach(p, p.high) for p in side],
                "arrayminus": [_reach(p, p.low) for p in side],
                "color": colour,
                "thickness": 1.6,
                "width": 3,
            },
            hovertext=[_hover(p, words) for p in side],
            hoverinfo="text",
        )
    lay_out(figure, words.lang, height=300, hovermode="closest")
    figure.update_layout(margin={"t": 40, "b": 48})
    figure.add_hline(y=0, line={"color": INK, "width": 1})
    figure.add_vline(x=-0.5, line={"color": INK, "width": 1, "dash": "dash"})
    figure.add_annotation(
        x=-0.5,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=label(words("figures.model_start")),
        showarrow=False,
        font={"size": 11, "color": INK},
    )
    figure.update_yaxes(
        title={"text": label(axis), "font": {"size": 12, "color": MUTED}},
        gridcolor=LINE,
    )
    figure.update_xaxes(
        title={"text": label(period), "font": {"size": 12, "color": MUTED}},
        showgrid=False,
        nticks=12,
    )
    return Figure(figure, _alt(points, words, title))


def _reach(point: Point, limit: float | None) -> float:
    return abs(limit - point.difference) if limit is not None else 0.0


def _hover(point: Point, words: Words) -> str:
    return words(
        "effects.point",
        period=point.period,
        difference=numbers.decimal(point.difference, words.lang),
        low=numbers.decimal(point.low, words.lang),
        high=numbers.decimal(point.high, words.lang),
    )


def _alt(points: Sequence[Point], words: Words, title: str) -> str:
    before = [p for p in points if p.period < 0]
    after = [p for p in points if p.period >= 0]
    return words(
        "effects.alt",
        title=title,
        n_before=len(before),
        crossing=sum(1 for p in before if not _holds_zero(p)),
        n_after=len(after),
        away=sum(1 for p in after if not _holds_zero(p)),
    )


def _holds_zero(point: Point) -> bool:
    return point.low is None or point.high is None or point.low <= 0 <= point.high
