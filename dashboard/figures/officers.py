"""Officers as bands with intervals, in alphabetical order, and the funnel.

Nothing here ranks: the order is the alphabet's and an interval is always drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from dashboard import numbers
from dashboard.figures.base import Drawing, Figure, label, lay_out
from dashboard.theme import BEFORE, INK, LINE, MUTED, PAPER, TIERS
from dashboard.words import Words
from warehouse.statistics.officers.funnel import funnel_exact

ROW_PX = 36

Row = Mapping[str, Any]


def bands(rows: Sequence[Row], words: Words, *, title: str, target: float) -> Figure:
    """Draws each officer's shrunken share with its 95 % interval.

    Args:
        rows: Rows with `name`, `n`, `raw_share`, `shrunken_share`, `shrunken_low`,
            `shrunken_high`, `band`; in the order to draw.
        words: Language of the labels.
        title: What is drawn, for the text alternative.
        target: Share all officers together have, drawn as a line.
    """
    lang = words.lang
    figure = Drawing()
    drawn = [(y, row) for y, row in enumerate(rows) if row["band"] != "too_few"]
    figure.add_vline(x=100 * target, line={"color": MUTED, "width": 1, "dash": "dot"})
    figure.add_scatter(
        x=[100 * row["raw_share"] for _, row in drawn],
        y=[y for y, _ in drawn],
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
        x=[100 * row["shrunken_share"] for _, row in drawn],
        y=[y for y, _ in drawn],
        mode="markers",
        marker={
            "size": 12,
            "color": [TIERS[row["band"]].colour for _, row in drawn],
            "symbol": [_SYMBOLS[row["band"]] for _, row in drawn],
            "line": {"width": 1, "color": PAPER},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [_half(row, "shrunken_high") for _, row in drawn],
            "arrayminus": [_half(row, "shrunken_low") for _, row in drawn],
            "color": MUTED,
            "thickness": 1.6,
            "width": 4,
        },
        hovertext=[officer_hover(row, words) for _, row in drawn],
        hoverinfo="text",
    )
    lay_out(figure, lang, height=ROW_PX * max(len(rows), 1) + 60, hovermode="closest")
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[_tick(row, words) for row in rows],
        range=[len(rows) - 0.5, -0.5],
        gridcolor="#eef1f4",
    )
    figure.update_xaxes(
        range=[_floor(drawn), 101],
        nticks=6,
        ticksuffix="%",
    )
    return Figure(figure, _alt(rows, words, title))


def funnel(
    rows: Sequence[Row],
    words: Words,
    *,
    title: str,
    target: float,
    marked: str | None = None,
    mark: str = "",
) -> Figure:
    """Draws shares against the number of ballots, with the limits of chance.

    Args:
        rows: As for `bands`, with `adjusted_share`, which is what is drawn.
        words: Language of the labels.
        title: What is drawn, for the text alternative.
        target: Centre of the funnel.
        marked: Officer code to point out.
        mark: What stands at that point.
    """
    lang = words.lang
    drawn = [row for row in rows if row["band"] != "too_few"]
    worth = _worth(drawn)
    singles = {row["officer_code"]: _singles(row, worth) for row in drawn}
    most = max((round(n) for n in singles.values()), default=100)
    ns = np.unique(np.linspace(10, most * 1.08, 60).astype(int))
    limits = funnel_exact(target, np.rint(ns * worth))
    figure = Drawing()
    for pair, dash in ((limits.l95, "dash"), (limits.l998, "solid")):
        for bound in (pair.lower, pair.upper):
            figure.add_scatter(
                x=ns,
                y=100 * bound,
                mode="lines",
                line={"color": MUTED, "width": 1, "dash": dash},
                hoverinfo="skip",
            )
    figure.add_hline(y=100 * target, line={"color": INK, "width": 1})
    figure.add_scatter(
        x=[singles[row["officer_code"]] for row in drawn],
        y=[100 * row["adjusted_share"] for row in drawn],
        mode="markers",
        marker={
            "size": [15 if row["officer_code"] == marked else 9 for row in drawn],
            "color": [TIERS[row["band"]].colour for row in drawn],
            "symbol": [_SYMBOLS[row["band"]] for row in drawn],
            "line": {"width": 1, "color": PAPER},
        },
        hovertext=[officer_hover(row, words) for row in drawn],
        hoverinfo="text",
    )
    for row in drawn:
        if row["officer_code"] == marked:
            figure.add_annotation(
                x=singles[row["officer_code"]],
                y=100 * row["adjusted_share"],
                text=label(mark),
                # Near the edge of a phone the name grows inwards.
                xanchor="right" if singles[marked] > most / 2 else "left",
                ax=0,
                ay=-34,
                arrowcolor=INK,
                bgcolor=PAPER,
            )
    lay_out(figure, lang, height=380, hovermode="closest")
    figure.update_yaxes(ticksuffix="%", gridcolor=LINE, range=_span(drawn, target))
    figure.update_xaxes(
        title={"text": words("officers.funnel_axis"), "font": {"size": 12}},
        range=[0, most * 1.08],
        gridcolor="#eef1f4",
    )
    alt = words("officers.funnel_alt", title=title, n=len(drawn))
    return Figure(figure, alt)


def _worth(drawn: Sequence[Row]) -> float:
    """Yes-or-no ballots that one ballot of several questions is worth."""
    found = [row["n_effective"] / row["n"] for row in drawn if row["n_effective"]]
    return float(np.median(found)) if found else 1.0


def _singles(row: Row, worth: float) -> float:
    """Ballots of the officer, fewer where one person, point or day gave several."""
    return float(row["n_effective"] / worth if row["n_effective"] else row["n"])


_SYMBOLS = {"none": "circle", "look": "diamond", "evidence": "square"}


def officer_hover(row: Row, words: Words) -> str:
    """One officer's figures as a hover text."""
    lang = words.lang
    return words(
        "officers.hover",
        name=label(row["name"]),
        share=numbers.percent(row["shrunken_share"], lang),
        low=numbers.percent(row["shrunken_low"], lang),
        high=numbers.percent(row["shrunken_high"], lang),
        raw=numbers.percent(row["raw_share"], lang),
        n=numbers.count(row["n"], lang),
        band=words(f"bands.{row['band']}"),
    )


def _tick(row: Row, words: Words) -> str:
    n = row["n"]
    size = words("badge.n", n=numbers.count(n, words.lang)) if n is not None else ""
    if row["band"] == "too_few":
        size = words("bands.too_few_short")
    return (
        f"{label(row['name'], 28)}<br>"
        f"<span style='color:{MUTED};font-size:11px'>{label(size)}</span>"
    )


def _half(row: Row, bound: str) -> float:
    # Where officers do not differ beyond chance there is no interval of one.
    if row[bound] is None:
        return 0.0
    return abs(100 * float(row[bound] - row["shrunken_share"]))


def _floor(drawn: Sequence[tuple[int, Row]]) -> float:
    lows = [100 * r["shrunken_share"] - _half(r, "shrunken_low") for _, r in drawn] + [
        100 * r["raw_share"] for _, r in drawn
    ]
    return max(0.0, 5 * (min(lows, default=50.0) // 5) - 1)


def _span(drawn: Sequence[Row], target: float) -> list[float]:
    lows = [100 * row["adjusted_share"] for row in drawn]
    low = min([*lows, 100 * target - 20])
    return [max(0.0, low - 4), 101.0]


def _alt(rows: Sequence[Row], words: Words, title: str) -> str:
    parts = [
        f"{row['name']}: "
        + (
            words("bands.too_few_short")
            if row["band"] == "too_few"
            else f"{numbers.percent(row['shrunken_share'], words.lang)} "
            f"({words('bands.' + row['band'])})"
        )
        for row in rows
    ]
    return f"{title}. {'; '.join(parts)}."
