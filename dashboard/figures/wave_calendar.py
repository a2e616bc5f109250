"""The waves of a year as bars over its months, coloured and named by their owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboard import dates
from dashboard.figures.base import Drawing, Figure, label, lay_out
from dashboard.theme import ACCENT, BEFORE, LEVEL_COLOURS, LINE
from dashboard.words import Words

ROW_PX, NAMES_PX = 34, 150
OWNER_COLOURS = {"front": ACCENT, "head": BEFORE, "committee": LEVEL_COLOURS[1]}


@dataclass(frozen=True)
class Bar:
    """One wave.

    Attributes:
        name: What it is called.
        owner: front, head or committee.
        first: Day it opened.
        last: Day it closed, or until when it is known to be open.
        is_open: It has not closed yet.
    """

    name: str
    owner: str
    first: date
    last: date
    is_open: bool


def wave_calendar(
    bars: Sequence[Bar], words: Words, *, year: int, title: str
) -> Figure:
    """Draws one bar per wave, top row first.

    Args:
        bars: Waves with a day in the year.
        words: Language of the labels.
        year: The year drawn.
        title: What the figure shows, for the text alternative.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    figure = Drawing()
    texts = [_text(bar, words) for bar in bars]
    starts = [max(bar.first, first) for bar in bars]
    # a bar ends with the end of its last day
    ends = [min(bar.last, last) + timedelta(days=1) for bar in bars]
    figure.add_bar(
        x=[(b - a).days * 86_400_000 for a, b in zip(starts, ends, strict=True)],
        y=list(range(len(bars))),
        base=[day.isoformat() for day in starts],
        orientation="h",
        width=0.55,
        marker={"color": [OWNER_COLOURS.get(bar.owner, BEFORE) for bar in bars]},
        hovertext=texts,
        hoverinfo="text",
    )
    lay_out(figure, words.lang, height=ROW_PX * len(bars) + 56, hovermode="closest")
    figure.update_yaxes(
        tickvals=list(range(len(bars))),
        ticktext=[label(bar.name, 22) for bar in bars],
        range=[len(bars) - 0.5, -0.5],
        automargin=False,
    )
    starts_of_months = [date(year, month, 1) for month in (1, 4, 7, 10)]
    figure.update_xaxes(
        type="date",
        range=[first.isoformat(), (last + timedelta(days=1)).isoformat()],
        side="top",
        tickvals=[day.isoformat() for day in starts_of_months],
        ticktext=[dates.month(day) for day in starts_of_months],
        gridcolor=LINE,
    )
    figure.update_layout(margin={"l": NAMES_PX, "t": 40, "b": 8})
    alt = words("supervision.calendar_alt", title=title, listed="; ".join(texts))
    return Figure(figure, alt)


def _text(bar: Bar, words: Words) -> str:
    last = words("supervision.still_open") if bar.is_open else dates.day(bar.last)
    return words(
        "supervision.calendar_bar",
        wave=bar.name,
        owner=words(f"supervision.owners.{bar.owner}"),
        first=dates.day(bar.first),
        last=last,
    )
