"""The badge under every number: how many, of how many, how asked, when, how fresh.

One quiet line says how many, how asked and how fresh; it opens for the rest. No part
can be left out: a part nobody knows is shown as unknown, with the reason.
`dashboard.coverage` says of how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import NotRequired, TypedDict, Unpack

import streamlit as st

from dashboard import dates, numbers
from dashboard.rows.context import Page, Wave
from dashboard.words import Words

PARTS = ("n", "mode", "fresh", "coverage", "dates")
"""What a badge holds, in the order it is read."""
N_ALWAYS_SHOWN = 3
"""Parts of the quiet line; the others show when it is opened."""
SAME_DAY = timedelta(days=7)
"""A source no older than this against its page is told by the day of the page."""
RECORDS = {
    "cases": ("cases",),
    "petitions": ("petitions",),
    "cases_petitions": ("cases", "petitions"),
    "cases_ballots": ("cases", "ballots"),
    "service": ("ballots",),
    "registers": ("letters", "meetings"),
    "letters": ("cases", "letters"),
    "checks": ("checks",),
    "reminders": ("reminders",),
    "process": ("reminders",),
    "records": ("cases", "petitions", "ballots"),
    "effects": ("cases", "petitions", "ballots"),
    "all": ("cases", "petitions", "ballots"),
}
"""Records as the words `trust.sources` call them → sources of `dim_sources`."""


@dataclass(frozen=True)
class Source:
    """Where a number comes from.

    Attributes:
        text: How people were asked, or which records were counted.
        newest_on: Newest day it speaks of; of several sources that of the oldest.
            None where nobody knows.
    """

    text: str
    newest_on: date | None


class Parts(TypedDict):
    """What a badge is made of.

    Attributes:
        n: How many answers, cases or units the number rests on.
        coverage: Of how many, as `dashboard.coverage` says it.
        source: How people were asked or which records were counted, and how new.
        dates: Survey rounds, months or days it is about.
        notes: What else the number needs beside it.
    """

    n: str
    coverage: str
    source: Source
    dates: str
    notes: NotRequired[Sequence[str]]


def badge(page: Page, **parts: Unpack[Parts]) -> str:
    """Returns the badge's HTML with every text escaped."""
    source = parts["source"]
    fresh, *own = _fresh(page, source.newest_on)
    covered = page.words("coverage.words", text=parts["coverage"])
    texts = (parts["n"], source.text, fresh, covered, parts["dates"])
    named = zip(PARTS, texts, strict=True)
    spans = [f'<span data-part="{name}">{escape(text)}</span>' for name, text in named]
    notes = (*own, *parts.get("notes", ()))
    spans += [f"<span>{escape(note)}</span>" for note in notes if note]
    line, more = "".join(spans[:N_ALWAYS_SHOWN]), "".join(spans[N_ALWAYS_SHOWN:])
    return (
        '<div class="tt-trust tt-badge"><details>'
        f"<summary>{line}</summary>{more}</details></div>"
    )


def _fresh(page: Page, newest_on: date | None) -> list[str]:
    """How new a number is: the day of its page, and its source's own when opened.

    A reader finds one day of data on a page, unless a source is clearly older. What is
    written down after the data, as steps of a review, says until when that is.
    """
    words, page_day = page.words, page.build.data_as_of
    if newest_on is None:
        return [words("badge.as_of_unknown")]
    own = dates.day(newest_on)
    if page_day is None or newest_on == page_day or page_day - newest_on > SAME_DAY:
        return [words("badge.as_of", as_of=own)]
    if newest_on > page_day:
        return [words("badge.written_until", as_of=own)]
    shown = words("badge.as_of", as_of=dates.day(page_day))
    return [shown, words("badge.source_as_of", as_of=own)]


def show_badge(page: Page, **parts: Unpack[Parts]) -> None:
    """Draws the badge under a table or a figure."""
    st.html(badge(page, **parts))


def asked_by(page: Page, codes: Iterable[str]) -> Source:
    """How the people of some survey rounds were asked."""
    words = page.words
    unknown = words("badge.mode_unknown")
    modes = [page.waves[code].mode for code in codes if code in page.waves]
    named = (words.or_else(f"modes.{m}", m) if m else unknown for m in modes)
    listed = " → ".join(dict.fromkeys(named)) or unknown
    newest = _newest(page, ("ballots",))
    opened = [page.waves[code].opened_on for code in codes if code in page.waves]
    # how far a wave had come that waited at the build is not among the newest days
    if newest and any(day and day > newest for day in opened):
        newest = None
    text = words("badge.mode", mode=listed)
    people = people_behind(words, [page.waves[c] for c in codes if c in page.waves])
    return Source("; ".join(filter(None, (text, people))), newest)


def people_behind(words: Words, waves: Iterable[Wave]) -> str:
    """How many people gave the ballots of some waves; empty where each gave one."""
    lang = words.lang
    several = [wave for wave in waves if wave.n_people is not None]
    if not several:
        return ""
    n = sum(wave.n_ballots or 0 for wave in several)
    people = sum(wave.n_people or 0 for wave in several)
    return words(
        "badge.ballots_of_people" if len(several) == 1 else "badge.ballots_of_waves",
        n=numbers.count(n, lang),
        people=numbers.count(people, lang),
    )


def service_ballots(page: Page) -> Source:
    """The units' own ballots, with how they were filled in."""
    waves = page.waves.values()
    modes = dict.fromkeys(wave.mode for wave in waves if wave.stream == "service")
    named = [page.words.or_else(f"modes.{mode}", mode) for mode in modes if mode]
    found = recorded_in(page, "service")
    text = f"{found.text} ({', '.join(named)})" if named else found.text
    people = people_behind(page.words, (w for w in waves if w.stream == "service"))
    return Source("; ".join(filter(None, (text, people))), found.newest_on)


def recorded_in(page: Page, name: str) -> Source:
    """Records as a source: a key of the words `trust.sources`."""
    text = page.words(f"badge.sources.{name}")
    if "cases" in RECORDS.get(name, ()) and page.calendar_source == "assumed":
        text = f"{text}; {page.words('badge.assumed_calendar')}"
    return Source(text, _newest(page, RECORDS.get(name, ())))


def _newest(page: Page, names: Sequence[str]) -> date | None:
    days = [page.newest_on[name] for name in names if name in page.newest_on]
    return min(days, default=page.build.data_as_of)


def n_between(page: Page, sizes: Iterable[float | None]) -> str:
    """The least and the most of several numbers of ballots; hidden if none is shown."""
    visible = [size for size in sizes if size is not None and numbers.is_known(size)]
    if not visible:
        return page.words("badge.n_hidden")
    least, most = (numbers.count(f(visible), page.lang) for f in (min, max))
    return page.words("badge.n_between", least=least, most=most)


def n_of(page: Page, sizes: Sequence[float | None]) -> str:
    """The sum of several numbers; where some are hidden it says so."""
    visible = [size for size in sizes if size is not None]
    if sizes and not visible:
        return page.words("badge.n_hidden")
    text = "badge.n" if len(visible) == len(sizes) else "badge.n_in_part"
    return page.words(text, n=numbers.count(sum(visible), page.lang))


def months(page: Page, first: date, last: date) -> str:
    """The months from one to another, in words."""
    ends = {"first": dates.month(first), "last": dates.month(last)}
    return page.words("unit.one_month" if first == last else "unit.months", **ends)


def span(first: str, last: str) -> str:
    """Two texts as a span, one when they are the same."""
    return first if first == last else f"{first} – {last}"


def days(page: Page, found: Iterable[date | None]) -> str:
    """The first and the last of some days; says so where no day was recorded."""
    visible = [day for day in found if day is not None]
    if not visible:
        return page.words("badge.no_day")
    return span(dates.day(min(visible)), dates.day(max(visible)))
