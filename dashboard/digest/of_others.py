"""What is new for the committee, the Front and the steward: counts, nobody named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from dashboard import dates, numbers
from dashboard.digest.of_clerks import desk_part
from dashboard.digest.parts import Line, Part, page_link, part_of
from dashboard.periods import period_text
from dashboard.rows.changes import wave_text
from dashboard.rows.context import Page
from warehouse.desk.desks import CLERKS
from warehouse.process.counts import UnitCounts, counts_by_unit, total_of
from warehouse.process.queue import queue_of
from warehouse.reviews.due import LATE, MISSING, standings
from warehouse.reviews.owed import periods_over
from warehouse.reviews.record import read_reviews
from warehouse.reviews.steps import SUBMITTED, WAITING
from warehouse.reviews.units import units_of
from warehouse.rights import FRONT, HELD_STREAMS
from warehouse.rules.periods import span_of
from warehouse.settings import Settings

N_PERIODS = 3
"""Newest periods that are over and whose reviews the committee hears of."""
PROCESS_COUNTS = ("n_waiting", "n_waiting_late", "n_open", "n_late", "n_outside")

Parts = tuple[tuple[Part, ...], dict[str, Line]]


def committee_parts(page: Page, settings: Settings, today: date) -> Parts:
    """Reviews and due process of all units as counts, nobody named."""
    return _parts(
        page,
        {
            "reviews_of_units": list(_reviews(page, settings, today)),
            "process": list(_process(page, settings, today)),
        },
    )


def front_parts(page: Page, settings: Settings, today: date) -> Parts:
    """Closed waves that wait for its release, reviews it may still remark on, and files
    at its own desk.
    """
    parts, lines = _parts(
        page,
        {
            "waves": list(_waves(page, today)),
            "reviews_to_remark": list(_to_remark(page, settings, today)),
        },
    )
    files, waiting = desk_part(page, settings, FRONT, today)
    return (*parts, files), lines | {line.key: line for line in waiting}


def steward_parts(page: Page, settings: Settings, today: date) -> Parts:
    """Reviews and matters whose data wait to be checked, and files that nobody loaded.

    Without the steward neither a review is released nor an officer heard.
    """
    parts, lines = _parts(
        page,
        {
            "reviews_to_confirm": list(_to_confirm(page, settings)),
            "matters_to_check": list(_to_check(page, settings, today)),
        },
    )
    files, waiting = desk_part(page, settings, CLERKS, today)
    return (*parts, files), lines | {line.key: line for line in waiting}


def _parts(page: Page, found: dict[str, list[Line]]) -> Parts:
    parts = tuple(part_of(page.words, name, lines) for name, lines in found.items())
    return parts, {line.key: line for lines in found.values() for line in lines}


def _reviews(page: Page, settings: Settings, today: date) -> Iterator[Line]:
    reviews = read_reviews(settings).reviews
    units = units_of(settings, page.identity)
    for period in periods_over(today)[:N_PERIODS]:
        found = standings(settings, units, reviews, period, today)
        times = Counter(one.time for one in found)
        waiting = sum(one.state in WAITING for one in found)
        if n := times[MISSING] + waiting:
            text = page.words(
                "digest.reviews_of_period",
                period=period_text(page.words, period),
                missing=numbers.count(times[MISSING], page.lang),
                late=numbers.count(times[LATE], page.lang),
                waiting=numbers.count(waiting, page.lang),
            )
            due = page.words("digest.due", day=dates.day(found[0].due_on))
            link = page_link(page.lang, "reviews", review_period=period)
            yield Line(f"reviews:{period}", n, text, (due,), link)


def _to_remark(page: Page, settings: Settings, today: date) -> Iterator[Line]:
    reviews = read_reviews(settings).reviews.values()
    for period in periods_over(today)[:N_PERIODS]:
        n = sum(one.period == period and one.state in WAITING for one in reviews)
        if n:
            named = {"period": period_text(page.words, period)}
            count = numbers.count(n, page.lang)
            text = page.words("digest.reviews_to_remark", n=count, **named)
            link = page_link(page.lang, "reviews", review_period=period)
            yield Line(f"to_remark:{period}", n, text, (), link)


def _to_confirm(page: Page, settings: Settings) -> Iterator[Line]:
    """Of all periods: what waits there goes no further by itself, however old."""
    found = read_reviews(settings).reviews.values()
    counts = Counter(one.period for one in found if one.state == SUBMITTED)
    for period, n in sorted(counts.items(), key=lambda one: span_of(one[0])[1]):
        named = {"period": period_text(page.words, period)}
        count = numbers.count(n, page.lang)
        text = page.words("digest.reviews_to_confirm", n=count, **named)
        link = page_link(page.lang, "reviews", review_period=period)
        yield Line(f"to_confirm:{period}", n, text, (), link)


def _to_check(page: Page, settings: Settings, today: date) -> Iterator[Line]:
    queue = queue_of(settings, page.identity, today)
    if n := sum(bool(entry.actions) for entry in queue):
        text = page.words("digest.matters_to_check", n=numbers.count(n, page.lang))
        yield Line("to_check", n, text, (), page_link(page.lang, "decisions"))


def _process(page: Page, settings: Settings, today: date) -> Iterator[Line]:
    total: UnitCounts = total_of(counts_by_unit(settings, today))
    for name in PROCESS_COUNTS:
        if n := getattr(total, name):
            text = page.words(f"digest.process.{name}", n=numbers.count(n, page.lang))
            yield Line(
                f"process:{name}", n, text, (), page_link(page.lang, "decisions")
            )


def _waves(page: Page, today: date) -> Iterator[Line]:
    for wave in page.waves.values():
        is_held = wave.owner == FRONT and wave.stream in HELD_STREAMS
        is_over = wave.closed_on is not None and wave.closed_on <= today
        if is_held and is_over and wave.code not in page.released:
            closed = dates.day(wave.closed_on)
            text = page.words(
                "digest.wave_waits", wave=wave_text(page, wave.code), day=closed
            )
            yield Line(
                f"wave:{wave.code}", 1, text, (), page_link(page.lang, "independent")
            )
