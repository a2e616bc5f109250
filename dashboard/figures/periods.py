"""A share by quarter, where the months of the quarters cannot be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import numbers
from dashboard.figures.base import Drawing, Figure, lay_out
from dashboard.periods import period_text
from dashboard.theme import ACCENT, LINE
from dashboard.words import Words

Row = Mapping[str, Any]


def by_period(rows: Sequence[Row], words: Words, *, title: str) -> Figure:
    """Draws one point per period; periods are not joined, some between may be hidden.

    Args:
        rows: `period`, `n` and `share`, in order.
        words: Language of the labels.
        title: What is drawn, for the text alternative.
    """
    names = [period_text(words, row["period"]) for row in rows]
    said = [
        words(
            "figures.period_hover",
            period=name,
            share=numbers.percent(row["share"], words.lang),
            n=numbers.count(row["n"], words.lang),
        )
        for name, row in zip(names, rows, strict=True)
    ]
    places = list(range(len(rows)))
    figure = Drawing()
    figure.add_scatter(
        x=places,
        y=[100 * row["share"] for row in rows],
        mode="markers",
        marker={"size": 10, "color": ACCENT},
        hovertext=said,
        hoverinfo="text",
    )
    lay_out(figure, words.lang, height=240, hovermode="closest")
    figure.update_xaxes(
        tickvals=places,
        ticktext=names,
        range=[-0.5, len(rows) - 0.5],
        showgrid=False,
    )
    figure.update_yaxes(ticksuffix="%", gridcolor=LINE, range=[0, 105])
    alt = words("figures.periods_alt", title=title, listed="; ".join(said))
    return Figure(figure, alt)
