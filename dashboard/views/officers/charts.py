"""Figures of officers, remembered like all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from dashboard.figures.base import Figure
from dashboard.figures.cached import frozen
from dashboard.figures.officer_trend import trend
from dashboard.figures.officers import bands, funnel
from dashboard.rows.cache import FrozenRows, cached_figure
from dashboard.rows.context import Page
from dashboard.words import words_of
from warehouse.scope import Scope

_DRAWN = (
    "officer_code",
    "name",
    "period",
    "n",
    "n_effective",
    "raw_share",
    "adjusted_share",
    "shrunken_share",
    "shrunken_low",
    "shrunken_high",
    "band",
)

Row = Mapping[str, Any]


def bands_figure(page: Page, title: str, rows: Iterable[Row], target: float) -> Figure:
    """Intervals of the officers of one unit."""
    return _figure(*_key(page), "bands", title, _drawn(rows), target)


def funnel_figure(
    page: Page, title: str, rows: Iterable[Row], target: float, officer: str, mark: str
) -> Figure:
    """All officers of the scope in the funnel, one pointed out by `mark`."""
    return _figure(*_key(page), "funnel", title, _drawn(rows), target, officer, mark)


def trend_figure(page: Page, title: str, rows: Iterable[Row], target: float) -> Figure:
    """One officer's judged periods in time."""
    return _figure(*_key(page), "trend", title, _drawn(rows), target)


def _key(page: Page) -> tuple[Scope, str, str]:
    return page.scope, page.build.build_id, page.lang


def _drawn(rows: Iterable[Row]) -> FrozenRows:
    return frozen({name: row[name] for name in _DRAWN} for row in rows)


@cached_figure
def _figure(
    scope: Scope,
    build_id: str,
    lang: str,
    kind: Literal["bands", "funnel", "trend"],
    title: str,
    rows: FrozenRows,
    target: float,
    officer: str = "",
    mark: str = "",
) -> Figure:
    listed, words = [dict(row) for row in rows], words_of(lang)
    if kind == "funnel":
        return funnel(
            listed, words, title=title, target=target, marked=officer, mark=mark
        )
    draw = bands if kind == "bands" else trend
    return draw(listed, words, title=title, target=target)
