"""The unit of today that has a code, among those an account covers."""

from __future__ import annotations

from typing import Any, Protocol

from warehouse.read import Answer
from warehouse.scope import Scope

Row = dict[str, Any]


class _Reader(Protocol):
    def run(self, name: str, scope: Scope) -> Answer: ...


def unit_of_today(reader: _Reader, scope: Scope, unit_code: str | None) -> Row | None:
    """Its row of `units`; None where the account covers no such unit."""
    rows = reader.run("units", scope).rows
    found = (r for r in rows if r["unit_code"] == unit_code and r["is_current"])
    return next(found, None)
