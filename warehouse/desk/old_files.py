"""Files handed over long ago: bytes and cards go when their time is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
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
from warehouse.words import words_of

WAITING_DAYS = 90
"""Nobody loaded it: it holds personal data in the clear, and its sender has it."""
WARNED_DAYS = 30
"""A file with fewer days left is warned of wherever its clerk looks."""
CARD_DAYS = 730
"""As long as the kept source it tells of; raw itself knows the file still."""


@dataclass(frozen=True)
class Waiting:
    """Files of one desk that nobody has loaded yet.

    Attributes:
        n_files: How many there are.
        n_soon: How many of them have fewer than `WARNED_DAYS` days left.
        first_days: Days left of the one that goes first; None where there is none.
    """

    n_files: int = 0
    n_soon: int = 0
    first_days: int | None = None

    def as_lines(self, lang: str) -> list[str]:
        """The same for a person; nothing where no file waits."""
        words = words_of(lang)
        if not self.n_files:
            return []
        lines = [f"{words('status.waiting')}: {self.n_files}"]
        if self.n_soon:
            n, days = self.n_soon, self.first_days
            lines.append(words("status.waiting_soon", n=n, days=days))
        return lines


def days_left(desk: Settings, card: Card, now: datetime) -> int | None:
    """Whole days until a waiting file goes unread; None for one that does not wait."""
    if card.status != WAITING or not path_of(desk, card.sha256).exists():
        return None
    age = now - _since(desk, card, is_waiting=True)
    return max(0, WAITING_DAYS - age.days)


def waiting_files(desk: Settings, now: datetime) -> Waiting:
    """The files of a desk that wait, and how soon they go."""
    found = [days_left(desk, card, now) for card in _cards_to_read(desk)]
    days = sorted(left for left in found if left is not None)
    n_soon = sum(left < WARNED_DAYS for left in days)
    return Waiting(len(days), n_soon, days[0] if days else None)


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
    since = _since(desk, card, is_waiting=is_waiting)
    return today - since > timedelta(days=WAITING_DAYS if is_waiting else CARD_DAYS)


def _since(desk: Settings, card: Card, *, is_waiting: bool) -> datetime:
    since = datetime.fromisoformat(card.received_at)
    if not is_waiting:
        return since
    # handed over again, its bytes are as new
    written = path_of(desk, card.sha256).stat().st_mtime
    return max(since, datetime.fromtimestamp(written, UTC))


def _refused_long_ago(desk: Settings, today: datetime) -> Iterator[Path]:
    """Files of the folder that were laid aside, with what they hold in the clear."""
    before = (today - timedelta(days=WAITING_DAYS)).timestamp()
    for path in sorted(refused_dir(desk).glob("*")):
        if path.is_file() and path.lstat().st_ctime < before:
            yield path
