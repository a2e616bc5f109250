"""Which builds the program itself published: their cards are named in the audit record.

Whoever writes into the folder of builds can write a file, its card and the pointer so
that they fit each other. The record lies elsewhere and is signed, so a card that it
does not name, or that says something else by now, is as a damaged one: readers keep
to the build before. A home whose record names no build is of an earlier version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from warehouse import audit
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.stores.kept_reading import kept_reading, with_log

ACTOR = "build"


class Card(Protocol):
    """What of a card is recorded; later versions may add to it, never to this."""

    @property
    def build_id(self) -> str: ...

    @property
    def file(self) -> str: ...

    @property
    def size_bytes(self) -> int: ...

    @property
    def sha256(self) -> str: ...

    @property
    def is_simulated(self) -> bool: ...

    @property
    def data_as_of(self) -> str | None: ...

    @property
    def sequence(self) -> int: ...

    @property
    def kept_sha256(self) -> str: ...

    @property
    def withheld(self) -> tuple[str, ...]: ...


def record_builds(settings: Settings, cards: Iterable[Card]) -> None:
    """Names builds in the record, before anything points to them.

    Raises:
        AuditError: It cannot be recorded: nothing is published.
    """
    for card in cards:
        audit.record(
            settings,
            actor=ACTOR,
            action="build_published",
            subject=card.build_id,
            detail={"card": card_digest(card)},
        )


def names_builds(settings: Settings) -> bool:
    """Whether the record names any build."""
    return bool(audit.read_records(settings, action="build_published", limit=1))


def is_recorded(settings: Settings, card: Card) -> bool:
    """Whether the record names the build as its card says it."""
    path, digest = settings.audit_path, card_digest(card)
    if (path, digest) in _known:
        return True
    # asked at every click: the record is read again only when it was written
    return kept_reading(
        f"card {digest}", lambda: _look(settings, digest), *with_log(path)
    )


def _look(settings: Settings, digest: str) -> bool:
    try:
        if not names_builds(settings):
            return True
        found = audit.sound_records(settings, action="build_published")
    except ThanThienError:
        return True  # what cannot be read is said where it is read
    path = settings.audit_path
    _known.update((path, one.detail.get("card", "")) for one in found)
    return (path, digest) in _known


def last_named(settings: Settings) -> str:
    """The build that readers were last given by the record; empty where it has none."""
    actions = ("build_published", "build_undone")
    found = [audit.sound_records(settings, action=action) for action in actions]
    latest = [records[0] for records in found if records]
    return max(latest, key=lambda one: one.seq).subject if latest else ""


# Cards this process has found in a record: path of the record, digest.
_known: set[tuple[Path, str]] = set()


def card_digest(card: Card) -> str:
    """SHA-256 of what is recorded of a card."""
    facts = (
        card.build_id,
        card.file,
        card.size_bytes,
        card.sha256,
        card.is_simulated,
        card.data_as_of,
        card.sequence,
        card.kept_sha256,
        list(card.withheld),
    )
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
