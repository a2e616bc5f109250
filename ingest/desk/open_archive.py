"""Opening an archive or a message: each of its files lies in the inbox by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from warehouse.desk.inbox import Card, path_of, receive
from warehouse.desk.work_folder import work_folder
from warehouse.settings import Settings

Unpack = Callable[[Path, str, Path], Iterator[tuple[str, Path]]]


def open_into_inbox(settings: Settings, card: Card, unpack: Unpack) -> list[str]:
    """Puts each file of an archive or a message into the inbox by itself.

    Returns:
        Their content hashes.
    """
    found, path = [], path_of(settings, card.sha256)
    with work_folder(settings) as folder:
        for name, inner in unpack(path, card.name, folder):
            with inner.open("rb") as content:
                member, _ = receive(
                    settings,
                    name,
                    content,
                    by=card.received_by,
                    is_simulated=card.is_simulated,
                    inside=card.name,
                )
            found.append(member.sha256)
    return list(dict.fromkeys(found))
