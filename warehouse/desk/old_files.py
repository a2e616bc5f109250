"""Files handed over long ago: bytes and cards go when their time is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.desk.desks import all_desks
from warehouse.desk.inbox import (
    LEFT,
    WAITING,
    Card,
    card_of,
    inbox_dir,
    path_of,
    put_away,
)
from warehouse.desk.schedule import refused_dir
from warehouse.errors import DamagedError
from warehouse.settings import Settings

WAITING_DAYS = 90
"""Nobody loaded it: it holds personal data in the clear, and its sender has it."""
CARD_DAYS = 730
"""As long as the kept source it tells of; raw itself knows the file still."""


def forget_old_files(
    settings: Settings, now: float, *, actor: str, is_trial: bool
) -> int:
    """Puts away files that waited too long, and removes old cards; how many.

    A card that cannot be read is passed over: hand the file over again. One whose
    source is still kept stays with it, for raw may be made anew from both.

    Args:
        settings: Names the home.
        now: Unix time to count from.
        actor: Who runs it, for the audit record.
        is_trial: Count only.

    Raises:
        AuditError: It cannot be recorded: the bytes stay.
    """
    today, n_files = datetime.fromtimestamp(now, UTC), 0
    for desk in all_desks(settings):
        for card in _cards_to_read(desk):
            is_waiting = card.status == WAITING and path_of(desk, card.sha256).exists()
            if not _is_over(desk, card, today, is_waiting=is_waiting):
                continue
            n_files += 1
            if is_trial:
                continue
            if is_waiting:
                put_away(desk, card, LEFT, by=actor)
            else:
                # bytes too, whose going was cut short: without a card nobody finds them
                path_of(desk, card.sha256).unlink(missing_ok=True)
                (inbox_dir(desk) / f"{card.sha256}.json").unlink(missing_ok=True)
        for path in _refused_long_ago(desk, today):
            n_files += 1
            if not is_trial:
                path.unlink(missing_ok=True)
    return n_files


def _cards_to_read(desk: Settings) -> Iterator[Card]:
    for path in sorted(inbox_dir(desk).glob("*.json")):
        with suppress(DamagedError):
            if card := card_of(desk, path.stem):
                yield card


def _is_over(desk: Settings, card: Card, today: datetime, *, is_waiting: bool) -> bool:
    if not is_waiting and (desk.home / "sources" / f"{card.sha256}.age").exists():
        return False
    since = datetime.fromisoformat(card.received_at)
    if is_waiting:  # handed over again, its bytes are as new
        written = path_of(desk, card.sha256).stat().st_mtime
        since = max(since, datetime.fromtimestamp(written, UTC))
    return today - since > timedelta(days=WAITING_DAYS if is_waiting else CARD_DAYS)


def _refused_long_ago(desk: Settings, today: datetime) -> Iterator[Path]:
    """Files of the folder that were laid aside, with what they hold in the clear."""
    before = (today - timedelta(days=WAITING_DAYS)).timestamp()
    for path in sorted(refused_dir(desk).glob("*")):
        if path.is_file() and path.lstat().st_ctime < before:
            yield path
