"""The changes a wave will not see, unit by unit, before anybody is asked.

A bar reaches from the share expected, less the smallest fall that will be seen, to
that share and the smallest rise: a change that stays inside it is likely missed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any

from dashboard import numbers
from dashboard.figures.base import Drawing, Figure, label, lay_out
from dashboard.theme import ACCENT, BEFORE, PAPER
from dashboard.words import Words

ROW_PX = 30
NAMES_PX = 168
Row = Mapping[str, Any]


def detectable(rows: Sequence[Row], words: Words, *, title: str) -> Figure:
    """Draws one bar per unit, top row first.

    Args:
        rows: Rows with `name`, `share`, `rise`, `fall` (0..1, nan if none is seen).
        words: Language of the labels.
        title: What the figure shows, for the text alternative.
    """
    lang = words.lang
    figure = Drawing()
    # Without a smallest fall or rise every share on that side may be missed.
    low = [100 * (r["share"] - _or(r["fall"], r["share"])) for r in rows]
    high = [100 * (r["share"] + _or(r["rise"], 1 - r["share"])) for r in rows]
    y = list(range(len(rows)))
    hover = [_hover(row, words) for row in rows]
    figure.add_bar(
        x=[b - a for a, b in zip(low, high, strict=True)],
        y=y,
        base=low,
        orientation="h",
        width=0.5,
        marker={"color": "rgba(11,83,148,.22)", "line": {"color": ACCENT, "width": 1}},
        hovertext=hover,
        hoverinfo="text",
    )
    figure.add_scatter(
        x=[100 * row["share"] for row in rows],
        y=y,
        mode="markers",
        marker={"size": 9, "color": PAPER, "line": {"width": 2.5, "color": BEFORE}},
        hovertext=hover,
        hoverinfo="text",
    )
    lay_out(figure, lang, height=ROW_PX * max(len(rows), 1) + 64, hovermode="closest")
    figure.update_yaxes(
        tickvals=y,
        ticktext=[label(row["name"], 24) for row in rows],
        range=[len(rows) - 0.5, -0.5],
        automargin=False,
    )
    figure.update_layout(margin={"l": NAMES_PX, "t": 56, "b": 8})
    lowest = max(0.0, min(low, default=0.0))
    step = 10 if lowest >= 40 else 20
    first = step * int(lowest // step)
    ticks = list(range(first, 101, step))
    figure.update_xaxes(
        range=[first - 1, 101],
        side="top",
        title={"text": words("figures.share_axis"), "font": {"size": 12}},
        tickvals=ticks,
        ticktext=[numbers.percent(tick / 100, lang, digits=0) for tick in ticks],
    )
    listed = "; ".join(f"{row['name']}: {_change(row, words)}" for row in rows)
    return Figure(figure, words("plan.alt", title=title, listed=listed))


def _or(value: float, other: float) -> float:
    return float(other) if isnan(value) else float(value)


def _change(row: Row, words: Words) -> str:
    """Smallest fall and rise in words."""
    texts = [
        words("plan.none")
        if isnan(row[name])
        else numbers.points(row[name], words.lang).lstrip("+")
        for name in ("fall", "rise")
    ]
    return words("plan.fall_rise", fall=texts[0], rise=texts[1])


def _hover(row: Row, words: Words) -> str:
    return f"<b>{label(row['name'])}</b><br>{_change(row, words)}"
