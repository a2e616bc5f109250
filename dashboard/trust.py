"""The badge under every number: how many, of how many, how asked, when, how fresh.

No part can be left out: a part nobody knows is told as unknown, with the reason.
`dashboard.coverage` tells of how many.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

import streamlit as st

from dashboard import numbers
from dashboard.context import Page

PARTS = ("n", "coverage", "mode", "dates", "fresh")
"""What a badge holds, in the order it is read."""


def badge(
    page: Page,
    *,
    n: str,
    coverage: str,
    mode: str,
    dates: str,
    notes: Sequence[str] = (),
) -> str:
    """Returns the badge's HTML with every text escaped.

    Args:
        page: The frame of this run; the day of the data comes from its build.
        n: How many answers, cases or units the number rests on.
        coverage: Of how many, as `dashboard.coverage` tells it.
        mode: How people were asked, or which records were counted.
        dates: Survey rounds, months or days it is about.
        notes: What else the number needs beside it.
    """
    fresh = page.words("trust.as_of", as_of=numbers.day(page.build.data_as_of))
    told = page.words("coverage.told", text=coverage)
    parts = zip(PARTS, (n, told, mode, dates, fresh), strict=True)
    spans = [f'<span data-part="{name}">{escape(text)}</span>' for name, text in parts]
    spans += [f"<span>{escape(note)}</span>" for note in notes if note]
    return f'<div class="tt-trust tt-badge">{"".join(spans)}</div>'


def show_badge(
    page: Page,
    *,
    n: str,
    coverage: str,
    mode: str,
    dates: str,
    notes: Sequence[str] = (),
) -> None:
    """Draws the badge under a table or a figure; arguments as of `badge`."""
    st.html(badge(page, n=n, coverage=coverage, mode=mode, dates=dates, notes=notes))


def asked_by(page: Page, codes: Iterable[str]) -> str:
    """How the people of some survey rounds were asked, in words."""
    modes = dict.fromkeys(page.waves[code].mode for code in codes if code in page.waves)
    named = [page.words.or_else(f"modes.{mode}", mode) for mode in modes if mode]
    if not named:
        return page.words("trust.mode_unknown")
    return page.words("trust.mode", mode=" → ".join(named))


def service_ballots(page: Page) -> str:
    """The units' own ballots as a source, with how they were filled in."""
    waves = page.waves.values()
    modes = dict.fromkeys(wave.mode for wave in waves if wave.stream == "service")
    named = [page.words.or_else(f"modes.{mode}", mode) for mode in modes if mode]
    source = recorded_in(page, "service")
    return f"{source} ({', '.join(named)})" if named else source


def recorded_in(page: Page, source: str) -> str:
    """Records as a source: a key of the words `trust.sources`."""
    return page.words(f"trust.sources.{source}")


def months(page: Page, first: date, last: date) -> str:
    """The months from one to another, in words."""
    told = {"first": numbers.month(first), "last": numbers.month(last)}
    return page.words("unit.one_month" if first == last else "unit.months", **told)


def days(first: object, last: object) -> str:
    """Two texts as a span, one when they are the same."""
    return str(first) if first == last else f"{first} – {last}"
