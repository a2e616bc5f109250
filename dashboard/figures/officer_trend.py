"""One officer over the periods: cautious estimate with interval, raw share beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import numbers
from dashboard.figures.base import Drawing, Figure, lay_out
from dashboard.figures.officers import officer_hover
from dashboard.periods import period_text
from dashboard.theme import BEFORE, LINE, MUTED, PAPER, TIERS
from dashboard.words import Words

Row = Mapping[str, Any]


def trend(rows: Sequence[Row], words: Words, *, title: str, target: float) -> Figure:
    """Draws an officer's periods in time.

    Args:
        rows: As for `bands`, one per period, the earliest first, all judged.
        words: Language of the labels.
        title: What is drawn, for the text alternative.
        target: Share all officers together have, drawn as a line.
    """
    lang = words.lang
    figure = Drawing()
    places = list(range(len(rows)))
    figure.add_hline(y=100 * target, line={"color": MUTED, "width": 1, "dash": "dot"})
    figure.add_scatter(
        x=places,
        y=[100 * row["raw_share"] for row in rows],
        mode="markers",
        marker={
            "size": 9,
            "symbol": "circle-open",
            "color": BEFORE,
            "line": {"width": 2},
        },
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=places,
        y=[100 * row["shrunken_share"] for row in rows],
        mode="lines+markers",
        line={"color": LINE, "width": 1},
        marker={
            "size": 12,
            "color": [TIERS[row["band"]].colour for row in rows],
            "line": {"width": 1, "color": PAPER},
        },
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [_half(row, "shrunken_high") for row in rows],
            "arrayminus": [_half(row, "shrunken_low") for row in rows],
            "color": MUTED,
            "thickness": 1.6,
            "width": 4,
        },
        hovertext=[officer_hover(row, words) for row in rows],
        hoverinfo="text",
    )
    lay_out(figure, lang, height=260, hovermode="closest")
    figure.update_xaxes(
        tickvals=places,
        ticktext=[period_text(words, row["period"]) for row in rows],
        range=[-0.5, max(len(rows), 1) - 0.5],
        showgrid=False,
    )
    figure.update_yaxes(ticksuffix="%", gridcolor=LINE, nticks=5)
    return Figure(figure, _alt(rows, words, title))


def _half(row: Row, bound: str) -> float:
    # Where officers do not differ beyond chance there is no interval of one.
    if row[bound] is None:
        return 0.0
    return abs(100 * float(row[bound] - row["shrunken_share"]))


def _alt(rows: Sequence[Row], words: Words, title: str) -> str:
    parts = [
        f"{period_text(words, row['period'])}: "
        f"{numbers.percent(row['shrunken_share'], words.lang)} "
        f"({words('bands.' + row['band'])})"
        for row in rows
    ]
    return f"{title}. {'; '.join(parts)}."
