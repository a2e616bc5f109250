"""When the model started in how many units: one step per start date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard import dates
from dashboard.figures.base import Drawing, Figure, lay_out
from dashboard.theme import ACCENT, LINE, PAPER
from dashboard.words import Words


def rollout(
    starts: Sequence[tuple[date, int]],
    words: Words,
    *,
    n_units: int,
    until: date,
    title: str,
) -> Figure:
    """Draws the number of started units over time.

    Args:
        starts: Start date and how many units started then, ordered.
        words: Language of the labels.
        n_units: All units, started or not.
        until: Where the line ends.
        title: What is drawn, for the text alternative.
    """
    lang = words.lang
    days, totals, total = [], [], 0
    for day, n in starts:
        total += n
        days.append(day)
        totals.append(total)
    figure = Drawing()
    figure.add_scatter(
        x=[*days, until],
        y=[*totals, total],
        mode="lines",
        line={"color": ACCENT, "width": 2, "shape": "hv"},
        fill="tozeroy",
        fillcolor="rgba(11,83,148,.10)",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=days,
        y=totals,
        mode="markers+text",
        marker={"size": 9, "color": ACCENT, "line": {"width": 1, "color": PAPER}},
        text=[str(n) for n in totals],
        textposition="top center",
        hovertext=[
            words("rollout.hover", day=dates.day(day), n=n, total=t)
            for (day, n), t in zip(starts, totals, strict=True)
        ],
        hoverinfo="text",
    )
    lay_out(figure, lang, height=240, hovermode="closest")
    figure.update_yaxes(range=[0, n_units * 1.12], gridcolor=LINE, nticks=5)
    shown = days[:: max(1, len(days) // 5)]
    figure.update_xaxes(
        tickvals=shown, ticktext=[dates.month(d) for d in shown], showgrid=False
    )
    listed = "; ".join(f"{dates.day(d)}: {n}" for d, n in starts)
    alt = words("rollout.alt", title=title, listed=listed, total=total, n=n_units)
    return Figure(figure, alt)
