"""Parts of a page that a build may not have: they say so, the page stays."""

from __future__ import annotations

from datetime import date

from dashboard.rows.context import Page
from dashboard.rows.data import ask
from warehouse.errors import NothingPublishedError
from warehouse.queries import QUERIES
from warehouse.read import Answer
from warehouse.rights import RIGHTS


def may_ask(page: Page, name: str) -> bool:
    """Says whether the reader's role may ask a registered query."""
    return (page.scope.role, QUERIES[name].subject) in RIGHTS


def ask_if_built(page: Page, name: str, **params: str | date | int) -> Answer | None:
    """Answers a registered query; None when the build is older than the question.

    Raises:
        ScopeError: The reader may not ask this.
    """
    try:
        return ask(page, name, **params)
    except NothingPublishedError:
        return None
