"""Before → after as dumbbells, each with the 95 % interval of its change.

The whisker around the later point is the interval of the difference, laid on from
the earlier point: where it crosses the hollow circle, no change is not excluded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import plotly.graph_objects as go

from dashboard import numbers
from dashboard.figures.base import Drawing, Figure, label, lay_out
from dashboard.rows.changes import verdict_of
from dashboard.theme import BEFORE, LOOKS, MUTED, PAPER
from dashboard.words import Words

# Long names stand above their line, so that a phone shows them too; short ones beside.
LONG_NAME = 24
ROW_PX = {True: 64, False: 30}
NAMES_PX = {True: 8, False: 168}
DROP = {True: 0.3, False: 0.0}
MOST_TICKS = 6
# Keeps the figure clear of the mark to its left.
GAP = "\u00a0\u00a0\u00a0"

Row = Mapping[str, Any]


def dumbbell(
    rows: Sequence[Row],
    words: Words,
    *,
    title: str,
    vocabulary: str = "verdicts",
) -> Figure:
    """Draws one line per row, top row first.

    Args:
        rows: Rows with `name`, `share_before`, `share_after`, `share_diff`,
            `share_diff_low`, `share_diff_high`, `n_before`, `n_after`, `verdict`
            and `state`; `is_group` makes a name bold.
        words: Language of the labels.
        title: What the figure shows, for the text alternative.
        vocabulary: Where the verdicts' words stand: `verdicts` or `gaps`.
    """
    lang = words.lang
    figure = Drawing()
    is_above = any(len(row["name"]) > LONG_NAME for row in rows)
    drawn = [(y + DROP[is_above], row) for y, row in enumerate(rows) if _is_drawn(row)]
    _add_lines(figure, drawn)
    _add_points(figure, drawn, words, vocabulary)
    height = ROW_PX[is_above] * max(len(rows), 1) + 64
    lay_out(figure, lang, height=height, hovermode="closest")
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[_tick(row) for row in rows],
        showticklabels=not is_above,
        range=[len(rows) - 0.5, -0.5],
        gridcolor="#eef1f4",
        showgrid=not is_above,
        automargin=False,
    )
    if is_above:
        _add_names(figure, rows, words, vocabulary)
    else:
        _add_changes(figure, drawn, lang)
    figure.update_layout(margin={"l": NAMES_PX[is_above], "t": 56, "b": 8})
    span = _range(drawn)
    ticks = _ticks(span)
    figure.update_xaxes(
        range=span,
        title={"text": words("figures.share_axis"), "font": {"size": 12}},
        tickvals=ticks,
        ticktext=[numbers.percent(tick / 100, lang, digits=0) for tick in ticks],
        side="top",
    )
    return Figure(figure, _alt(rows, words, title, vocabulary))


def change_text(row: Row, words: Words, *, vocabulary: str = "verdicts") -> str:
    """The change of a row in words: figure and interval, or why there is none."""
    verdict = verdict_of(row)
    if verdict in ("too_few", "not_comparable", "suppressed", "none", "missing"):
        return words(f"{vocabulary}.{verdict}")
    lang = words.lang
    low, high = row["share_diff_low"], row["share_diff_high"]
    return f"{numbers.change(row, lang)} {numbers.interval(low, high, lang)}"


def _is_drawn(row: Row) -> bool:
    known = numbers.is_known(row["share_before"]) and numbers.is_known(
        row["share_after"]
    )
    return verdict_of(row) not in ("too_few", "suppressed", "none", "missing") and known


def _add_lines(figure: go.Figure, drawn: Sequence[tuple[float, Row]]) -> None:
    for y, row in drawn:
        figure.add_shape(
            type="line",
            x0=row["share_before"] * 100,
            x1=row["share_after"] * 100,
            y0=y,
            y1=y,
            line={"color": LOOKS[verdict_of(row)].colour, "width": 4},
            layer="below",
        )


def _add_points(
    figure: go.Figure,
    drawn: Sequence[tuple[float, Row]],
    words: Words,
    vocabulary: str,
) -> None:
    hover = [_hover(row, words, vocabulary) for _, row in drawn]
    colours = [LOOKS[verdict_of(row)].colour for _, row in drawn]
    figure.add_scatter(
        x=[row["share_after"] * 100 for _, row in drawn],
        y=[y for y, _ in drawn],
        mode="markers",
        marker={"size": 12, "color": colours, "line": {"width": 1, "color": PAPER}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [_half(row, "share_diff_high") for _, row in drawn],
            "arrayminus": [_half(row, "share_diff_low") for _, row in drawn],
            "color": MUTED,
            "thickness": 1.4,
            "width": 4,
        },
        hovertext=hover,
        hoverinfo="text",
    )
    figure.add_scatter(
        x=[row["share_before"] * 100 for _, row in drawn],
        y=[y for y, _ in drawn],
        mode="markers",
        marker={"size": 11, "color": PAPER, "line": {"width": 2.5, "color": BEFORE}},
        hovertext=hover,
        hoverinfo="text",
    )


def _right_end(row: Row) -> float:
    reach = 100 * float(row["share_after"]) + _half(row, "share_diff_high")
    return max(100 * float(row["share_before"]), reach)


def _half(row: Row, bound: str) -> float:
    value = row[bound]
    if not numbers.is_known(value) or not numbers.is_known(row["share_diff"]):
        return 0.0
    after = float(row["share_after"])
    # No share is above 100 % or below 0; the label names the interval whole.
    room = 1 - after if bound == "share_diff_high" else after
    return 100 * min(abs(float(value) - float(row["share_diff"])), room)


def _range(drawn: Sequence[tuple[float, Row]]) -> list[float]:
    if not drawn:
        return [0.0, 100.0]
    ends = [100 * float(row[name]) for _, row in drawn for name in _ENDS if row[name]]
    ends += [
        100 * row["share_after"] - _half(row, "share_diff_low") for _, row in drawn
    ]
    tops = [
        100 * row["share_after"] + _half(row, "share_diff_high") for _, row in drawn
    ]
    low = max(0.0, 5 * (min(ends) // 5) - 1)
    # Room on the right for the change of the row that reaches farthest.
    top = max(*tops, *ends)
    return [low, top + max(1.0, 0.12 * (top - low))]


def _ticks(span: Sequence[float]) -> list[int]:
    """Round shares inside the axis, at most six or so, none above 100 %."""
    low, high = span[0], min(span[1], 100.0)
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (high - low) / s <= MOST_TICKS)
    return list(range(ceil(low / step) * step, int(high) + 1, step))


_ENDS = ("share_before", "share_after")


def _tick(row: Row) -> str:
    return f"{label(row['name'])} {LOOKS[verdict_of(row)].sign}"


def _add_names(
    figure: go.Figure, rows: Sequence[Row], words: Words, vocabulary: str
) -> None:
    for y, row in enumerate(rows):
        change = label(change_text(row, words, vocabulary=vocabulary))
        name = label(row["name"])
        sign = LOOKS[verdict_of(row)].sign
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=y - 0.46,
            yanchor="top",
            align="left",
            text=f"{f'<b>{name}</b>' if row.get('is_group') else name}<br>"
            f"<span style='color:{MUTED};font-size:11.5px'>{sign} {change}</span>",
            showarrow=False,
            bgcolor="rgba(255,255,255,.75)",
        )


def _add_changes(
    figure: go.Figure, drawn: Sequence[tuple[float, Row]], lang: str
) -> None:
    known = [(y, row) for y, row in drawn if numbers.is_known(row["share_diff"])]
    figure.add_scatter(
        x=[_right_end(row) for _, row in known],
        y=[y for y, _ in known],
        mode="text",
        text=[GAP + numbers.change(row, lang) for _, row in known],
        textposition="middle right",
        textfont={"size": 11, "color": MUTED},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _hover(row: Row, words: Words, vocabulary: str) -> str:
    lang = words.lang
    return words(
        f"{vocabulary}.hover",
        name=label(row["name"]),
        before=numbers.percent(row["share_before"], lang),
        after=numbers.percent(row["share_after"], lang),
        n_before=numbers.count(row["n_before"], lang),
        n_after=numbers.count(row["n_after"], lang),
        change=change_text(row, words, vocabulary=vocabulary),
        verdict=words(f"{vocabulary}.{verdict_of(row)}"),
    )


def _alt(rows: Sequence[Row], words: Words, title: str, vocabulary: str) -> str:
    parts = [
        f"{r['name']}: {change_text(r, words, vocabulary=vocabulary)}"
        for r in rows[:12]
    ]
    more = words("figures.and_more", n=len(rows) - 12) if len(rows) > 12 else ""
    return f"{title}. {'; '.join(parts)}{more}."
