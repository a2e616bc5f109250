"""Figures, remembered: keyed by rights, build, language and what is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dashboard.figures.base import Figure
from dashboard.figures.diverging import Answers, diverging
from dashboard.figures.dumbbell import dumbbell
from dashboard.figures.event_study import Point, event_study
from dashboard.figures.periods import by_period
from dashboard.figures.rollout import rollout
from dashboard.figures.series import monthly
from dashboard.figures.unit_map import Area, unit_map
from dashboard.rows.cache import FrozenRows, cached_figure
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from dashboard.words import words_of
from warehouse.scope import Scope


def frozen(rows: Iterable[Mapping[str, Any]]) -> FrozenRows:
    """Rows as a key: the figure changes exactly when they do."""
    return FrozenRows(tuple(row.items()) for row in rows)


@cached_figure
def dumbbell_figure(
    scope: Scope,
    build_id: str,
    lang: str,
    title: str,
    rows: FrozenRows,
    vocabulary: str = "verdicts",
) -> Figure:
    """Before → after of the rows, or independent → own."""
    listed = [dict(row) for row in rows]
    return dumbbell(listed, words_of(lang), title=title, vocabulary=vocabulary)


@cached_figure
def diverging_figure(
    scope: Scope, build_id: str, lang: str, title: str, answers: FrozenRows
) -> Figure:
    """Answers to each question."""
    listed = [_answers(dict(row)) for row in answers]
    return diverging(listed, words_of(lang), title=title)


@cached_figure
def monthly_figure(
    scope: Scope,
    build_id: str,
    lang: str,
    title: str,
    rows: FrozenRows,
    model_start: date | None,
    lower_is_better: bool,
    chosen: tuple[date, date],
) -> Figure:
    """A share by month."""
    return monthly(
        [dict(row) for row in rows],
        words_of(lang),
        title=title,
        model_start=model_start,
        lower_is_better=lower_is_better,
        chosen=chosen,
    )


@cached_figure
def period_figure(
    scope: Scope, build_id: str, lang: str, title: str, rows: FrozenRows
) -> Figure:
    """A share by quarter."""
    return by_period([dict(row) for row in rows], words_of(lang), title=title)


@cached_figure
def unit_map_figure(
    scope: Scope, build_id: str, lang: str, title: str, areas: FrozenRows
) -> Figure:
    """Units on a map by verdict."""
    drawn = [_area(dict(row)) for row in areas]
    return unit_map(drawn, words_of(lang), title=title)


@cached_figure
def event_study_figure(
    scope: Scope,
    build_id: str,
    lang: str,
    title: str,
    points: FrozenRows,
    axis: str,
    period: str,
) -> Figure:
    """Difference from units not yet started, by time since the start."""
    listed = [Point(**dict(row)) for row in points]
    return event_study(listed, words_of(lang), title=title, axis=axis, period=period)


@cached_figure
def rollout_figure(
    scope: Scope,
    build_id: str,
    lang: str,
    title: str,
    starts: tuple[tuple[date, int], ...],
    n_units: int,
    until: date,
) -> Figure:
    """Units in the model over time."""
    words = words_of(lang)
    return rollout(starts, words, n_units=n_units, until=until, title=title)


def answer_rows(
    page: Page, map_: str, unit: str, waves: tuple[str, str], wave: str
) -> list[dict[str, Any]]:
    """Answers of one wave, one row per question: `name`, `n`, `level_1` …."""
    rows = ask(
        page,
        "answer_levels",
        map=map_,
        unit_key=unit,
        before_wave=waves[0],
        after_wave=waves[1],
    ).rows
    texts = page.item_texts
    questions: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["wave_code"] != wave or row["state"] != "shown":
            continue
        name = texts.get(row["item_code"], row["item_code"])
        question = questions.setdefault(
            row["item_code"], {"name": name, "n": row["n_ballots"]}
        )
        question[f"level_{int(row['level'])}"] = row["n_answers"] / row["n_ballots"]
    order = {code: i for i, code in enumerate(_items_by_criterion(page))}
    return [
        questions[code] for code in sorted(questions, key=lambda c: order.get(c, 99))
    ]


def _items_by_criterion(page: Page) -> list[str]:
    order = list(page.criteria)
    factors = page.item_factors
    return sorted(
        factors,
        key=lambda code: order.index(factors[code]) if factors[code] in order else 99,
    )


def _area(row: Mapping[str, Any]) -> Area:
    """A unit of the map, its border read from JSON."""
    rings = tuple(tuple((x, y) for x, y in ring) for ring in json.loads(row["outline"]))
    return Area(row["name"], row["verdict"], row["change"], rings, row["path"])


def _answers(row: Mapping[str, Any]) -> Answers:
    shares = {level: row.get(f"level_{level}", 0.0) for level in range(1, 6)}
    return Answers(row["name"], shares, int(row["n"]))
