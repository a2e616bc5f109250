"""Steps of due process that wait for a leader, among the first five things."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.rows.context import Page
from dashboard.rows.first_five import Finding
from dashboard.rows.units import Unit
from dashboard.words import words_of
from warehouse.chain import day_of
from warehouse.process.leaders import led_units
from warehouse.process.queue import queue_of
from warehouse.settings import Settings


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
