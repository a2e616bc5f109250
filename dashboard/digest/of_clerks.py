"""What waits at the desk of those who load: counts of files, no names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from dashboard import numbers
from dashboard.digest.parts import Line, Part, page_link, part_of
from dashboard.rows.context import Page
from warehouse.desk.desks import desk_of
from warehouse.desk.old_files import waiting_files
from warehouse.settings import Settings


def desk_part(
    page: Page, settings: Settings, desk: str, today: date
) -> tuple[Part, list[Line]]:
    """Files handed over to one of `DESKS` that nobody loaded, and how soon they go."""
    lines = list(_lines(page, desk_of(settings, desk), today))
    return part_of(page.words, "files", lines), lines


def _lines(page: Page, desk: Settings, today: date) -> Iterator[Line]:
    words, lang = page.words, page.lang
    found = waiting_files(desk, datetime.combine(today, time.max, UTC))
    link = page_link(lang, "load")
    if found.n_files:
        text = words("digest.files_wait", n=numbers.count(found.n_files, lang))
        yield Line("files:waiting", found.n_files, text, (), link)
    if found.n_soon:
        text = words("digest.files_go", n=numbers.count(found.n_soon, lang))
        days = numbers.count(found.first_days or 0, lang)
        facts = (words("digest.first_goes", days=days),)
        yield Line("files:going", found.n_soon, text, facts, link)
