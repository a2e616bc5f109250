"""Figures frozen at submission: kept under their digest, never derived again.

They lie in a table of their own. A row that does not match its digest is refused: the
numbers of a review are those that were submitted, or none.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from warehouse.errors import DamagedError
from warehouse.reviews.facts import Facts, Source
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading

_DAY = "day"


def freeze(facts: Facts) -> tuple[str, str]:
    """Facts as text, and the SHA-256 that names them.

    Returns:
        Digest of 64 hex digits, and the text: the same facts, the same text.
    """
    text = json.dumps(
        asdict(facts),
        default=_as_json,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest(), text


def thaw(text: str) -> Facts:
    """Facts from their text."""
    values: dict[str, Any] = json.loads(text, object_hook=_from_json)
    for field in fields(Facts):
        if isinstance(values.get(field.name), list):
            values[field.name] = tuple(values[field.name])
    return Facts(**{**values, "build": Source(**values["build"])})


def keep(connection: sqlite3.Connection, digest: str, text: str) -> None:
    """Keeps frozen figures, in the transaction of the submission."""
    run_sql(
        connection,
        "insert or ignore into review_figures values (?, ?)",
        (digest, text),
    )


def frozen_facts(settings: Settings, digest: str) -> Facts:
    """The figures of a submission.

    Args:
        settings: Names the store.
        digest: As the submission names them.

    Raises:
        DamagedError: They are gone or were changed.
    """
    with reading(settings) as connection:
        query = "select figures from review_figures where digest = ?"
        row = run_sql(connection, query, (digest,)).fetchone()
    found = hashlib.sha256(row["figures"].encode()).hexdigest() if row else "missing"
    if found != digest:
        rule = "the figures of a review are those that were submitted"
        step = "restore the store from backup; thanthien review check"
        raise DamagedError("figures", found[:12], rule, step)
    return thaw(row["figures"])


def _as_json(value: object) -> object:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    raise TypeError(type(value).__name__)


def _from_json(values: dict[str, Any]) -> Any:
    if values.keys() == {_DAY}:
        return date.fromisoformat(values[_DAY])
    return values
