"""Answers that the reports of many units share, asked once."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from warehouse.builds.published import Build
from warehouse.people.account_rows import Identity
from warehouse.read import Answer, Reader
from warehouse.scope import Scope


class Asked(Protocol):
    """What figures are read from: the reader, or one that remembers."""

    def build(self) -> Build:
        """The build that is read."""

    def scope_of(self, by: Identity) -> Scope:
        """What an account may see."""

    def run(self, name: str, scope: Scope, **params: str | date | int) -> Answer:
        """Answers one registered query."""


class Remembering:
    """Asks each question once per scope and build; for one run, never for a server.

    Answers are shared: who gets one changes nothing in it.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._answers: dict[tuple[object, ...], Answer] = {}
        self._scopes: dict[Identity, Scope] = {}

    def build(self) -> Build:
        """The build that is read."""
        return self._reader.build()

    def scope_of(self, by: Identity) -> Scope:
        """What an account may see."""
        if by not in self._scopes:
            self._scopes[by] = self._reader.scope_of(by)
        return self._scopes[by]

    def run(self, name: str, scope: Scope, **params: str | date | int) -> Answer:
        """Answers one registered query, from memory where it was asked before."""
        key = (self.build().build_id, scope, name, *sorted(params.items()))
        if key not in self._answers:
            self._answers[key] = self._reader.run(name, scope, **params)
        return self._answers[key]
