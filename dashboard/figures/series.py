"""A share by month with what is expected of it, the reform and the model's start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from dashboard import dates, numbers
from dashboard.figures.base import Drawing, Figure, label, lay_out
from dashboard.theme import ACCENT, INK, LINE, LOOKS, MUTED, PAPER
from dashboard.words import Words
from warehouse.statistics.series.segments import REFORM

Row = Mapping[str, Any]


def monthly(
    rows: Sequence[Row],
    words: Words,
    *,
    title: str,
    model_start: date | None,
    lower_is_better: bool,
    chosen: tuple[date, date] | None = None,
) -> Figure:
    """Draws a monthly share.

    Args:
        rows: Rows with `month`, `n`, `share` and, where a chart was computed,
            `centre`, `lower_limit`, `upper_limit`, `signal`, where one was set
            `target`; ordered by month.
        words: Language of the labels.
        title: What is drawn, for the text alternative.
        model_start: First day of the model in this unit, if it started.
        lower_is_better: Colours a signal below the limits as better.
        chosen: First and last day of the period the reader looks at; its months are
            shaded where others stand beside them.
    """
    lang = words.lang
    figure = Drawing()
    months = [row["month"] for row in rows]
    _add_limits(figure, rows, months)
    _add_targets(figure, rows, words)
    _shade(figure, months, chosen)
    figure.add_scatter(
        x=months,
        y=[_percent(row["share"]) for row in rows],
        mode="lines+markers",
        line={"color": ACCENT, "width": 2},
        marker={
            "size": [10 if row.get("signal") else 6 for row in rows],
            "color": [_colour(row, lower_is_better=lower_is_better) for row in rows],
            "line": {"width": 1, "color": PAPER},
        },
        connectgaps=False,
        hovertext=[_hover(row, words) for row in rows],
        hoverinfo="text",
    )
    lay_out(figure, lang, height=300, hovermode="closest")
    figure.update_layout(margin={"t": 44})
    _mark(figure, months, REFORM, words("figures.reform"), lift_px=0)
    if model_start:
        _mark(figure, months, model_start, words("figures.model_start"), lift_px=15)
    figure.update_yaxes(
        ticksuffix="%",
        gridcolor=LINE,
        rangemode="tozero",
    )
    ticks = [m for m in months if m.month in (1, 7)] or months[:1]
    figure.update_xaxes(
        tickvals=ticks, ticktext=[dates.month(m) for m in ticks], showgrid=False
    )
    return Figure(figure, _alt(rows, words, title))


def _shade(
    figure: go.Figure, months: Sequence[date], chosen: tuple[date, date] | None
) -> None:
    inside = [m for m in months if chosen and chosen[0] <= m <= chosen[1]]
    if not inside or len(inside) == len(months):
        return
    # a month's dot stands on its first day: half a month to each side
    half = timedelta(days=15)
    figure.add_vrect(
        x0=(inside[0] - half).isoformat(),
        x1=(inside[-1] + half).isoformat(),
        fillcolor=ACCENT,
        opacity=0.08,
        line_width=0,
        layer="below",
    )


def _percent(value: float | None) -> float | None:
    return 100 * value if value is not None else None


def _add_limits(figure: go.Figure, rows: Sequence[Row], months: Sequence[date]) -> None:
    if not any(row.get("centre") is not None for row in rows):
        return
    edge = {"color": MUTED, "width": 1, "dash": "dot"}
    x, y = _band(rows)
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"width": 0},
        hoverinfo="skip",
        fill="toself",
        fillcolor="rgba(82,96,109,.08)",
    )
    for name in ("lower_limit", "upper_limit"):
        figure.add_scatter(
            x=list(months),
            y=[_percent(row.get(name)) for row in rows],
            mode="lines",
            line=edge,
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=list(months),
        y=[_percent(row.get("centre")) for row in rows],
        mode="lines",
        line={"color": MUTED, "width": 1},
        hoverinfo="skip",
    )


def _add_targets(figure: go.Figure, rows: Sequence[Row], words: Words) -> None:
    """A line as long as each target held, and its value at the last one."""
    half = timedelta(days=14)
    x: list[date | None] = []
    y: list[float | None] = []
    for target, of_run in groupby(rows, key=lambda row: row.get("target")):
        if target is not None:
            run = [row["month"] for row in of_run]
            x += [run[0] - half, run[-1] + half, None]
            y += [_percent(target), _percent(target), None]
    if not x:
        return
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": INK, "width": 2, "dash": "longdash"},
        hoverinfo="skip",
    )
    figure.add_annotation(
        x=x[-2].isoformat() if x[-2] else None,
        y=y[-2],
        xanchor="right",
        yanchor="bottom" if _is_room_above(rows) else "top",
        text=label(_target_text(rows, words)),
        showarrow=False,
        font={"size": 11, "color": INK},
        bgcolor=PAPER,
        opacity=0.85,
    )


def _is_room_above(rows: Sequence[Row]) -> bool:
    """Whether the last target is named above its line: away from the series, and
    always above where the axis lies close below."""
    target = next(r["target"] for r in rows[::-1] if r.get("target") is not None)
    shares = [row["share"] for row in rows if row["share"] is not None]
    if not shares or target < max(shares) / 6:
        return True
    return bool(shares[-1] < target)


def _target_text(rows: Sequence[Row], words: Words) -> str:
    """The last target of a series in words; empty without one."""
    known = [row["target"] for row in rows if row.get("target") is not None]
    if not known:
        return ""
    return words("figures.target", share=numbers.percent(known[-1], words.lang))


def _band(rows: Sequence[Row]) -> tuple[list[date | None], list[float | None]]:
    """Outline of the months between their limits; each run of months by itself.

    A fill from one line to the other would reach across months without limits.
    """
    x: list[date | None] = []
    y: list[float | None] = []
    for has_limits, of_run in groupby(rows, key=_has_limits):
        if has_limits:
            run = list(of_run)
            months = [row["month"] for row in run]
            x += [*months, *reversed(months), None]
            y += [_percent(row["upper_limit"]) for row in run]
            y += [_percent(row["lower_limit"]) for row in reversed(run)]
            y.append(None)
    return x, y


def _has_limits(row: Row) -> bool:
    return None not in (row.get("lower_limit"), row.get("upper_limit"))


def _colour(row: Row, *, lower_is_better: bool) -> str:
    if not row.get("signal") or row["share"] is None or row.get("centre") is None:
        return ACCENT
    is_better = (row["share"] < row["centre"]) == lower_is_better
    return LOOKS["improved" if is_better else "worse"].colour


def _mark(
    figure: go.Figure, months: Sequence[date], day: date, text: str, *, lift_px: int
) -> None:
    if not months or not months[0] <= day <= months[-1]:
        return
    figure.add_vline(x=day.isoformat(), line={"color": INK, "width": 1, "dash": "dash"})
    figure.add_annotation(
        x=day.isoformat(),
        y=1,
        yref="paper",
        yanchor="bottom",
        yshift=lift_px,
        text=label(text),
        showarrow=False,
        font={"size": 11, "color": INK},
    )


def _hover(row: Row, words: Words) -> str:
    lang = words.lang
    text = words(
        "figures.month_hover",
        month=dates.month(row["month"]),
        share=numbers.percent(row["share"], lang),
        n=numbers.count(row["n"], lang),
    )
    if row.get("signal"):
        signal = words.or_else(f"signals.{row['signal']}", words("signals.other"))
        text += f"<br>{signal}"
    return text


def _alt(rows: Sequence[Row], words: Words, title: str) -> str:
    known = [row for row in rows if row["share"] is not None]
    if not known:
        return title
    first, last = known[0], known[-1]
    text = words(
        "figures.series_alt",
        title=title,
        first=dates.month(first["month"]),
        first_share=numbers.percent(first["share"], words.lang),
        last=dates.month(last["month"]),
        last_share=numbers.percent(last["share"], words.lang),
        n=sum(1 for row in known if row.get("signal")),
    )
    return " ".join(filter(None, (text, _target_text(rows, words))))
