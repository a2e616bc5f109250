"""The seal of raw: its digest after the last write, kept beside it.

DuckDB finds damage in the blocks it reads; the seal finds it anywhere in the file, and
keeps a later load or a backup from taking damage over as if it were data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from warehouse.errors import DamagedError, ThanThienError
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256, replace_text
from warehouse.stores.read_through import read_through


def seal_path(settings: Settings) -> Path:
    """Where the seal lies."""
    return settings.home / "raw.seal.json"


def log_path(settings: Settings) -> Path:
    """Where DuckDB keeps what is not yet in raw itself."""
    return settings.raw_path.with_name(settings.raw_path.name + ".wal")


@contextmanager
def sealed_writing(settings: Settings) -> Iterator[None]:
    """Reads raw through before it is written, if it is not as sealed; seals it after.

    Raises:
        DamagedError: Raw is damaged; nothing was written.
        BusyError: Another process has it open.
    """
    path = settings.raw_path
    if path.exists() and not is_sealed(settings):
        read_through(path)
    try:
        yield
    except ThanThienError:
        _seal_if_possible(settings)  # a refusal leaves raw whole
        raise
    _seal_if_possible(settings)


def _seal_if_possible(settings: Settings) -> None:
    """Seals what is written; it stays written where its seal cannot be.

    Without a seal, raw is read through before it is written again.
    """
    try:
        seal_raw(settings)
    except OSError:
        with suppress(OSError):
            seal_path(settings).unlink(missing_ok=True)


def seal_raw(settings: Settings) -> None:
    """Notes the digest of raw as it is now."""
    if not settings.raw_path.exists() or log_path(settings).exists():
        return
    facts = {
        "sha256": content_sha256(settings.raw_path),
        "size_bytes": settings.raw_path.stat().st_size,
    }
    replace_text(seal_path(settings), json.dumps(facts) + "\n")


def is_sealed(settings: Settings) -> bool:
    """Whether raw is, byte for byte, what was last sealed."""
    try:
        facts = json.loads(seal_path(settings).read_text(encoding="utf-8"))
        if settings.raw_path.stat().st_size != facts["size_bytes"]:
            return False
        return content_sha256(settings.raw_path) == str(facts["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def check_raw(settings: Settings) -> dict[str, int]:
    """Reads raw through and compares it with its seal.

    A load that was killed leaves a log beside raw, and then no seal fits; a store of
    an earlier version has none.

    Returns:
        Schema and table → rows.

    Raises:
        BusyError: Another process writes to it.
        DamagedError: A block, or the seal, does not fit.
        DiskError: It is missing or cannot be opened.
    """
    rows = read_through(settings.raw_path)
    has_seal = seal_path(settings).exists() and not log_path(settings).exists()
    if has_seal and not is_sealed(settings):
        name, path = settings.raw_path.name, str(settings.raw_path)
        rule = "raw must be as it was last sealed"
        raise DamagedError(name, path, rule, "thanthien doctor --mend")
    return rows
