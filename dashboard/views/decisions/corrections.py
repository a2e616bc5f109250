"""How promptly an office corrects, and what its inspections led to: counts alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dashboard import badge, blocks, numbers, states
from dashboard.failures import own_part
from dashboard.rows.context import Page
from dashboard.words import Words
from warehouse.errors import NothingPublishedError
from warehouse.process.corrections import Corrections, corrections_now
from warehouse.settings import Settings


@own_part()
def show_corrections(
    page: Page, settings: Settings, units: Collection[str] | None = None
) -> None:
    """Draws both counts of some units together; of all without any named."""
    words, lang = page.words, page.lang
    blocks.heading(words("decisions.corrections"), words("decisions.corrections_lead"))
    try:
        found = corrections_now(settings, units)
    except NothingPublishedError:
        states.nothing_found(words, "not_in_build")
        return
    if not found.n_reminders and not found.n_inspections:
        states.nothing_found(words, "no_corrections")
        return
    blocks.bullets(words("decisions.in_12_months"), list(_lines(words, found)))
    badge.show_badge(
        page,
        n=words("reminders.n", n=numbers.count(found.n_reminders, lang)),
        coverage=words("coverage.whole_register"),
        source=badge.recorded_in(page, "reminders"),
        dates=badge.days(page, (found.until,)),
    )


def _lines(words: Words, found: Corrections) -> Iterator[str]:
    """What each register tells; of one without a row nobody knows whether it came."""
    n_reminders = numbers.count(found.n_reminders, words.lang)
    if found.mean_days is not None:
        yield words(
            "decisions.corrected",
            days=numbers.decimal(found.mean_days, words.lang, digits=1),
            dated=numbers.count(found.n_dated, words.lang),
            n=n_reminders,
        )
    elif found.n_reminders:
        yield words("decisions.undated", n=n_reminders)
    if found.n_inspections:
        yield words(
            "decisions.inspected",
            n=numbers.count(found.n_inspections, words.lang),
            led=numbers.count(found.n_led_to_reminders, words.lang),
        )
