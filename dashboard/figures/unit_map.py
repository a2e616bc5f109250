"""Units on a map, each filled as its verdict looks: no tiles, no other ground.

A verdict is told by colour, by the pattern that stands in its place, and by its sign
in the middle of the unit: a reader who sees no colour loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from dashboard.figures.base import Drawing, Figure, label, lay_out
from dashboard.theme import LOOKS, MUTED, VERDICTS
from dashboard.words import Words

HEIGHT = 460
# What has no figure is hatched, each reason in its own way; a mere sign is ruled.
PATTERNS = {
    "uncertain_among_many": "-",
    "too_few": "/",
    "suppressed": "x",
    "not_comparable": "\\",
    "none": ".",
    "missing": ".",
}
_HATCH = {"fgcolor": "#87919d", "size": 7, "solidity": 0.22}

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Area:
    """One unit of the map.

    Attributes:
        name: Its name.
        verdict: A verdict, or the state that stands in its place.
        change: The change in words, or why there is none.
        rings: Longitude and latitude of its border's points, ring by ring.
        path: Where a click leads.
    """

    name: str
    verdict: str
    change: str
    rings: tuple[Ring, ...]
    path: str


def unit_map(areas: Sequence[Area], words: Words, *, title: str) -> Figure:
    """Draws the units.

    Args:
        areas: The units, none twice and none on another.
        words: Language of the labels.
        title: What the map shows, for the text alternative.
    """
    figure = Drawing()
    for area in areas:
        _add_area(figure, area, words)
    _add_signs(figure, areas)
    lay_out(figure, words.lang, height=HEIGHT, hovermode="closest")
    figure.update_layout(margin={"l": 4, "r": 4, "t": 4, "b": 4})
    points = [point for area in areas for ring in area.rings for point in ring]
    east, north = ([point[i] for point in points] for i in (0, 1))
    narrowing = cos(radians((min(north) + max(north)) / 2))
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False, scaleanchor="x", scaleratio=1 / narrowing)
    width = (max(east) - min(east)) * narrowing
    tallness = (max(north) - min(north)) / width
    return Figure(figure, _alt(areas, words, title), tallness)


def _add_area(figure: Drawing, area: Area, words: Words) -> None:
    look = LOOKS[area.verdict]
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in area.rings:
        closed = (*ring, ring[0])
        # an empty place lifts the pen between two rings
        xs += [*([None] if xs else []), *(x for x, _ in closed)]
        ys += [*([None] if ys else []), *(y for _, y in closed)]
    hatched = PATTERNS.get(area.verdict)
    pattern = {"shape": hatched, "bgcolor": look.ground, **_HATCH} if hatched else None
    verdict = words(f"verdicts_short.{area.verdict}")
    figure.add_scatter(
        x=xs,
        y=ys,
        mode="lines",
        line={"color": MUTED, "width": 0.8},
        fill="toself",
        fillcolor=look.ground,
        fillpattern=pattern,
        hoveron="fills",
        hoverinfo="text",
        text=words(
            "figures.map_hover",
            name=label(area.name),
            sign=look.sign,
            verdict=label(verdict),
            change=label(area.change, 48),
        ),
        meta=area.path,
    )


def _add_signs(figure: Drawing, areas: Sequence[Area]) -> None:
    middles = [_middle(max(area.rings, key=_area)) for area in areas]
    looks = [LOOKS[area.verdict] for area in areas]
    figure.add_scatter(
        x=[x for x, _ in middles],
        y=[y for _, y in middles],
        mode="text",
        text=[look.sign for look in looks],
        textfont={"size": 15, "color": [look.text for look in looks]},
        hoverinfo="skip",
    )


def _area(ring: Ring) -> float:
    return abs(sum(_crosses(ring))) / 2


def _crosses(ring: Ring) -> list[float]:
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    return [x * v - u * y for (x, y), (u, v) in pairs]


def _middle(ring: Ring) -> tuple[float, float]:
    """Centre of gravity of the area within a ring."""
    crosses, following = _crosses(ring), (*ring[1:], ring[0])
    whole = 3 * sum(crosses)
    parts = list(zip(ring, following, crosses, strict=True))
    x = sum((a[0] + b[0]) * cross for a, b, cross in parts) / whole
    y = sum((a[1] + b[1]) * cross for a, b, cross in parts) / whole
    return x, y


def _alt(areas: Sequence[Area], words: Words, title: str) -> str:
    counts = Counter(area.verdict for area in areas)
    listed = "; ".join(
        f"{words(f'verdicts_short.{verdict}')}: {counts[verdict]}"
        for verdict in VERDICTS
        if counts[verdict]
    )
    return f"{title}. {listed}."
