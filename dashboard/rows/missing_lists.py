"""Lists nobody delivered, though rows wait for them: which, and how to load them."""

from __future__ import annotations

from dashboard.rows.context import Page
from dashboard.rows.data import ask_aside
from warehouse.builds.left_out import kind_title
from warehouse.errors import NothingPublishedError
from warehouse.words import words_of


def missing_lists(page: Page) -> dict[str, str]:
    """Raw kind of each missing list → what to do, in the language of the page."""
    try:
        rows = ask_aside(page, "missing_lists").rows
    except NothingPublishedError:
        return {}
    said = words_of(page.lang)
    return {
        row["missing_list"]: said(
            "left_out.missing_on_page",
            list=kind_title(said, row["missing_list"]),
            n=row["n_waiting"],
        )
        for row in rows
    }
