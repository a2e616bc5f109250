"""What all figures share: fonts, separators, axes and safe labels."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from dashboard.server.library.figures import TRACES
from dashboard.theme import FONT, INK, LINE, PAPER

# Plotly's bar of tools holds one button, out of sight: ours under the figure press
# it after choosing the format.
CONFIG: dict[str, Any] = {
    "displayModeBar": True,
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "scrollZoom": False,
    "showTips": False,
    "doubleClick": False,
}


class Drawing(go.Figure):  # type: ignore[misc]
    """A Plotly figure that is put into its sent form once, when it is finished.

    Plotly copies and checks every part of a figure each time it is sent: a third of
    the time of a page.
    """

    _sent: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The figure as it is sent; the same object each time, not to be changed.

        Raises:
            ValueError: A trace is of a kind the browser's library is served without.
        """
        if self._sent is None:
            self._sent = super().to_dict()
            kinds = {trace["type"] for trace in self._sent["data"]}
            if not kinds <= set(TRACES):
                raise ValueError(f"{sorted(kinds - set(TRACES))} not in {TRACES}")
        return self._sent


@dataclass(frozen=True)
class Figure:
    """A figure and what it says to someone who cannot see it.

    Attributes:
        figure: The Plotly figure; not changed after it is made.
        alt: The text alternative.
        tallness: Height of what is drawn as a part of its width, where both have one
            scale; a narrow page leaves no room above and below it. 0 for others.
    """

    figure: Drawing
    alt: str
    tallness: float = 0.0


def label(text: str, width: int = 0) -> str:
    """Makes a name safe for Plotly, which reads some tags, and folds it."""
    lines = wrap(text, width) if width else [text]
    return "<br>".join(escape(line, quote=False) for line in lines)


def lay_out(figure: go.Figure, lang: str, *, height: int, **layout: Any) -> None:
    """Gives a figure the common look."""
    figure.update_layout(
        height=height,
        separators=",." if lang == "vi" else ".,",
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        margin={"l": 8, "r": 8, "t": 8, "b": 36},
        hoverlabel={"font": {"family": FONT, "size": 13}, "bgcolor": PAPER},
        dragmode=False,
        showlegend=False,
        **layout,
    )
    figure.update_xaxes(
        fixedrange=True, gridcolor=LINE, zeroline=False, linecolor=LINE, automargin=True
    )
    figure.update_yaxes(fixedrange=True, zeroline=False, automargin=True)
