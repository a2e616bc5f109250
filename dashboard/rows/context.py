"""What every page needs at hand: who reads, what is published, in which words."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from functools import cached_property
from typing import Any

from dashboard.rows.units import Unit, top_of
from dashboard.words import Words
from warehouse.builds.published import Build
from warehouse.people.accounts import Identity
from warehouse.scope import Scope

VIETNAM = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class Wave:
    """One survey round as a page names it.

    `n_ballots` and `n_people` are known only where some people gave several ballots.
    """

    code: str
    stream: str
    owner: str
    mode: str | None
    opened_on: date | None
    closed_on: date | None
    planned_n: int | None = None
    instrument: str | None = None
    n_ballots: int | None = None
    n_people: int | None = None

    @property
    def last_day(self) -> date:
        """When it closed, or else opened; before all others where neither is known."""
        return self.closed_on or self.opened_on or date.min

    def is_asked_after(self, day: date | None) -> bool:
        """Whether people are still asked when the data end."""
        return day is not None and self.closed_on is not None and self.closed_on > day


def wave_of(row: Mapping[str, Any]) -> Wave:
    """A wave from a row of the query `waves`, or of figures frozen from one."""
    return Wave(
        code=row["wave_code"],
        stream=row["stream"],
        owner=row["owner"],
        mode=row["mode"],
        opened_on=row["opened_on"],
        closed_on=row["closed_on"],
        planned_n=row.get("planned_n"),
        instrument=row.get("instrument"),
        n_ballots=row.get("n_ballots"),
        n_people=row.get("n_respondents"),
    )


@dataclass(frozen=True)
class Criterion:
    """A satisfaction factor or a commitment of the model.

    Attributes:
        days: First and last day of each time it is in force; no last day while open.
    """

    code: str
    kind: str
    name_vi: str
    name_en: str
    days: tuple[tuple[date, date | None], ...] = ()

    def holds_on(self, day: date | None) -> bool:
        """Whether it is in force on a day; without a day, whether it still is."""
        if day is None:
            return any(last is None for _, last in self.days)
        return any(
            first <= day and (last is None or day <= last) for first, last in self.days
        )

    def name(self, lang: str) -> str:
        """Its name in the language of the page."""
        return self.name_en if lang == "en" else self.name_vi


@dataclass(frozen=True)
class Page:
    """The frame of one run of a page.

    Attributes:
        identity: Who is signed in.
        scope: What they may see.
        build: What is published.
        words: The language.
        units: Unit key → unit, of the scope only.
        items: Rows of the registered query `items`.
        criteria: Criterion code → criterion, factors first.
        waves: Wave code → wave.
        newest_on: Source of records → newest day it speaks of, where built.
        calendar_source: Whose calendar counts the working days of dossiers, as
            `dim_build` has it; `none` where the build does not say.
        released: Codes of the Front's waves that it has released.
    """

    identity: Identity
    scope: Scope
    build: Build
    words: Words
    units: Mapping[str, Unit]
    items: tuple[Mapping[str, Any], ...]
    criteria: Mapping[str, Criterion]
    waves: Mapping[str, Wave]
    newest_on: Mapping[str, date]
    released: tuple[str, ...] = ()
    calendar_source: str = "none"

    @property
    def lang(self) -> str:
        """`vi` or `en`."""
        return self.words.lang

    @cached_property
    def top(self) -> Unit:
        """The highest unit in scope, of the day as it is."""
        return top_of(self.units.values())

    @cached_property
    def item_texts(self) -> dict[str, str]:
        """Item code → question, as the questionnaire words it."""
        return {row["item_code"]: row["text_vi"] for row in self.items}

    @cached_property
    def item_factors(self) -> dict[str, str]:
        """Item code → criterion code."""
        return {row["item_code"]: row["criterion_code"] or "" for row in self.items}


_CURRENT: ContextVar[Page] = ContextVar("page")


def set_page(page: Page) -> None:
    """Makes a page's frame known to the view that runs next in this run."""
    _CURRENT.set(page)


def current_page() -> Page:
    """The frame of this run.

    Raises:
        LookupError: The view was not reached through the entry page.
    """
    return _CURRENT.get()
