"""Steps awaited of a leader among the first five things: reviews, due process."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from dashboard.periods import period_text
from dashboard.rows.context import Page
from dashboard.rows.first_five import Finding
from dashboard.rows.units import Unit
from dashboard.words import words_of
from warehouse.chain import day_of
from warehouse.process.leaders import led_units
from warehouse.process.queue import queue_of
from warehouse.reviews.due import MISSING, Standing
from warehouse.reviews.owed import owed_reviews
from warehouse.reviews.record import read_reviews
from warehouse.reviews.units import own_unit
from warehouse.settings import Settings

MOST_NAMED = 3


def matters_waiting(page: Page, unit: Unit) -> Iterator[Finding]:
    """Open matters in which the next step is the direct leader's, nobody named."""
    settings = Settings.from_environment()
    if unit.key not in led_units(settings, page.identity):
        return
    entries = [
        entry
        for entry in queue_of(settings, page.identity, day_of(None))
        if entry.actions and entry.matter.is_open
    ]
    if not entries:
        return
    due = min((one.due_on for one in entries if one.due_on), default=None)
    link = f"{words_of('vi')('paths.decisions')}?lang={page.lang}"
    kind = "matters_waiting"
    yield Finding(kind, len(entries), unit.name, due, link=link)


def reviews_owed(page: Page, unit: Unit) -> Iterator[Finding]:
    """What the leader of a unit still has to write; of other units nothing."""
    settings = Settings.from_environment()
    own = own_unit(settings, page.identity)
    if own is None or own["unit_key"] != unit.key:
        return
    reviews = read_reviews(settings).reviews
    found = owed_reviews(settings, own, reviews, day_of(None))
    past = [one for one in found if one.time == MISSING]
    ahead = [one for one in found if one.time != MISSING]
    for kind, owed in (("reviews_missing", past), ("reviews_due", ahead)):
        if owed:
            yield _finding(page, unit, kind, owed)


def _finding(page: Page, unit: Unit, kind: str, owed: list[Standing]) -> Finding:
    words = page.words
    names = [period_text(words, one.period) for one in owed]
    detail = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        detail = words("today.and_more", names=detail, n=len(names) - MOST_NAMED)
    query = {"review_period": owed[0].period, "lang": page.lang}
    link = f"{words_of('vi')('paths.reviews')}?{urlencode(query)}"
    return Finding(kind, len(owed), unit.name, owed[0].due_on, detail, link)
