"""How promptly an office corrects, and what its inspections led to: counts alone."""

from __future__ import annotations

from collections.abc import Collection

from dashboard import badge, blocks, numbers, states
from dashboard.failures import own_part
from dashboard.rows.context import Page
from warehouse.errors import NothingPublishedError
from warehouse.process.corrections import corrections_now
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
    if found.mean_days is None:
        said = words("decisions.undated", n=numbers.count(found.n_reminders, lang))
    else:
        said = words(
            "decisions.corrected",
            days=numbers.decimal(found.mean_days, lang, digits=1),
            dated=numbers.count(found.n_dated, lang),
            n=numbers.count(found.n_reminders, lang),
        )
    led = words(
        "decisions.inspected",
        n=numbers.count(found.n_inspections, lang),
        led=numbers.count(found.n_led_to_reminders, lang),
    )
    blocks.bullets(words("decisions.in_12_months"), [said, led])
    badge.show_badge(
        page,
        n=words("reminders.n", n=numbers.count(found.n_reminders, lang)),
        coverage=words("coverage.whole_register"),
        source=badge.recorded_in(page, "reminders"),
        dates=badge.days(page, (found.until,)),
    )
