"""Officers who are reminded often: how often, by which rule, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import badge, blocks, dates, numbers
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from warehouse.matters.matters import Matter
from warehouse.process.evidence import Reminded
from warehouse.process.queue import often_reminded
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse


def show_reminded(page: Page, settings: Settings, names: Mapping[str, str]) -> None:
    """Draws the officers led directly who are reminded often, whatever came of it."""
    words, lang = page.words, page.lang
    title = words("decisions.reminded")
    found = often_reminded(settings, page.identity)
    blocks.heading(title, words("decisions.reminded_lead"))
    if not found:
        blocks.note(words("decisions.no_reminded"))
        return

    def count(one: Reminded) -> str:
        return words(
            "decisions.reminded_n",
            n=numbers.count(one.n_reminders, lang),
            months=numbers.count(one.n_months, lang),
            limit=numbers.count(one.limit, lang),
        )

    def state(matter: Matter | None) -> str:
        if matter is None:
            return words("decisions.not_opened")
        return words_of_warehouse(lang)(f"process.states.{matter.state}")

    rows = [
        {
            "name": names.get(one.officer_code, one.officer_code),
            "count": count(one),
            "last_on": dates.day(one.last_on),
            "measured_on": dates.day(one.measured_on) or numbers.MISSING,
            "state": state(matter),
        }
        for one, matter in found
    ]
    columns = (
        Column(words("decisions.about"), lambda row: row["name"]),
        Column(words("decisions.reminders"), lambda row: row["count"]),
        Column(words("decisions.last_on"), lambda row: row["last_on"]),
        Column(words("decisions.measured_on"), lambda row: row["measured_on"]),
        Column(words("decisions.of_matter"), lambda row: row["state"]),
    )
    show_table(rows, columns, title)
    n_reminders = sum(one.n_reminders for one, _ in found)
    badge.show_badge(
        page,
        n=words("reminders.n", n=numbers.count(n_reminders, lang)),
        coverage=words("coverage.whole_register"),
        source=badge.recorded_in(page, "reminders"),
        dates=badge.days(page, [one.last_on for one, _ in found]),
    )
