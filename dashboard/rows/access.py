"""From the signed-in person to a sealed scope: the only door to the data."""

from __future__ import annotations

from dashboard.server import page_session
from warehouse.people.accounts import Identity
from warehouse.read import Reader, reader_of
from warehouse.scope import Scope
from warehouse.settings import Settings


def reader() -> Reader:
    """The process's reader of the published build."""
    return reader_of(Settings.from_environment())


def current_identity() -> Identity | None:
    """Who is signed in, asked anew at every run so that a revoked session ends."""
    return page_session.current_identity(Settings.from_environment())


def scope_of(identity: Identity) -> Scope:
    """Seals what this person may see.

    Raises:
        ScopeError: The account's role and officer do not go together.
        NothingPublishedError: There is nothing to read yet.
    """
    return reader().scope_of(identity)
