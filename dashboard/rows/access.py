"""From the signed-in person to a sealed scope: the only door to the data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dashboard.server import page_session
from warehouse.people.accounts import Identity
from warehouse.read import Reader, reader_of
from warehouse.scope import Scope
from warehouse.settings import Settings

_ELSEWHERE: ContextVar[Settings | None] = ContextVar("elsewhere", default=None)


def reader() -> Reader:
    """The process's reader of the published build, or of the home that is read."""
    return reader_of(_ELSEWHERE.get() or Settings.from_environment())


@contextmanager
def reading(settings: Settings) -> Iterator[None]:
    """Lets a home of the reader's own answer what pages ask: one for practice."""
    token = _ELSEWHERE.set(settings)
    try:
        yield
    finally:
        _ELSEWHERE.reset(token)


def is_elsewhere() -> bool:
    """Whether another home answers than the one all pages show."""
    return _ELSEWHERE.get() is not None


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
