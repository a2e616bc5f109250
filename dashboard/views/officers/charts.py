"""Figures of officers, remembered like all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.figures.base import Figure
from dashboard.figures.officer_trend import trend
from dashboard.figures.officers import bands, funnel
from dashboard.figures.remembered import frozen
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
    key = (page.scope, page.build.build_id, page.lang, title)
    return _bands(*key, _drawn(rows), target)


def funnel_figure(
    page: Page, title: str, rows: Iterable[Row], target: float, officer: str, mark: str
) -> Figure:
    """All officers of the scope in the funnel, one pointed out by `mark`."""
    key = (page.scope, page.build.build_id, page.lang, title)
    return _funnel(*key, _drawn(rows), target, officer, mark)


def trend_figure(page: Page, title: str, rows: Iterable[Row], target: float) -> Figure:
    """One officer's judged periods in time."""
    key = (page.scope, page.build.build_id, page.lang, title)
    return _trend(*key, _drawn(rows), target)


def _drawn(rows: Iterable[Row]) -> FrozenRows:
    return frozen({name: row[name] for name in _DRAWN} for row in rows)


@cached_figure
def _bands(
    scope: Scope,
    build_id: str,
    lang: str,
    title: str,
    rows: FrozenRows,
    target: float,
) -> Figure:
    listed = [dict(row) for row in rows]
    return bands(listed, words_of(lang), title=title, target=target)


@cached_figure
def _funnel(
    scope: Scope,
    build_id: str,
    lang: str,
    title: str,
    rows: FrozenRows,
    target: float,
    officer: str,
    mark: str,
) -> Figure:
    listed = [dict(row) for row in rows]
    words = words_of(lang)
    return funnel(listed, words, title=title, target=target, marked=officer, mark=mark)


@cached_figure
def _trend(
    scope: Scope,
    build_id: str,
    lang: str,
    title: str,
    rows: FrozenRows,
    target: float,
) -> Figure:
    listed = [dict(row) for row in rows]
    return trend(listed, words_of(lang), title=title, target=target)
