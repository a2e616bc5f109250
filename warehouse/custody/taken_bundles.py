"""The bundles of released waves that a home has taken in; where none, it holds its own.

A home that takes bundles never has a row of a wave before the Front released it, so
what it holds can give nothing away, whoever administers its server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from warehouse import audit
from warehouse.custody.batches import keep_rows
from warehouse.custody.signed_rows import Salt, digest_of
from warehouse.errors import CustodyError
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing


@dataclass(frozen=True)
class Kept:
    """What is kept beside a manifest.

    Attributes:
        actor: Who takes the bundle, for the audit record.
        texts: Digest of a part → the text of its rows.
        salts: Of what is emptied after its term.
        statements: Those that are new: number, text, signature.
        released: For each of them the wave, and what the audit record says of it.
    """

    actor: str
    texts: Mapping[str, str]
    salts: Sequence[Salt]
    statements: Sequence[tuple[int, str, str]]
    released: Sequence[tuple[str, dict[str, str]]]


def newest_bundle(settings: Settings) -> str | None:
    """The manifest of the bundle taken last; None where none was."""
    if not settings.state_path.exists():
        return None
    query = "select manifest from wave_bundle order by number desc limit 1"
    with reading(settings) as connection:
        row = run_sql(connection, query).fetchone()
    return None if row is None else str(row[0])


def takes_bundles_only(settings: Settings) -> bool:
    """Whether the Front's waves come into this home by bundle and in no other way."""
    return settings.front_by_bundle or newest_bundle(settings) is not None


def refuse_if_by_bundle(settings: Settings, thing: str, value: str) -> None:
    """Refuses what only the Front's own home may do or hold.

    Raises:
        CustodyError: The Front's waves come into this home by bundle.
    """
    if takes_bundles_only(settings):
        rule = "the Front's waves come into this home by bundle only"
        step = "in the Front's home; here: thanthien wave take BUNDLE"
        raise CustodyError(thing, value, rule, step)


def keep_bundle(settings: Settings, manifest: str, signature: str, kept: Kept) -> None:
    """Keeps the manifest of a bundle; its batches are the home's from now on.

    Raises:
        AuditError: It cannot be recorded: nothing is kept.
    """
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with writing(settings) as connection:
        run_sql(
            connection,
            "insert into wave_bundle select coalesce(max(number), 0) + 1, ?, ?, ?"
            " from wave_bundle",
            (manifest, signature, at),
        )
        keep_rows(connection, kept.texts, kept.salts)
        for number, body, signed in kept.statements:
            row = (number, body, signed)
            run_sql(connection, "insert into wave_statement values (?, ?, ?)", row)
        for wave_code, detail in kept.released:
            audit.record(
                settings,
                actor=kept.actor,
                action="release",
                subject=wave_code,
                detail=detail,
            )
        audit.record(
            settings,
            actor=kept.actor,
            action="bundle_taken",
            subject=digest_of(manifest),
        )
