"""Rolling backups: which of a folder stay, and a second place for the newest.

Kept are the newest seven by number, whatever the clock said, and besides the newest of
each of the last weeks and months that there are backups of.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from warehouse.stores.copies import copy, make_folder
from warehouse.stores.durable import put_on_disk
from warehouse.upkeep.backup import Backup
from warehouse.upkeep.backup_manifest import MANIFEST, backups_in, check

KEEP_DAILY, KEEP_WEEKLY, KEEP_MONTHLY = 7, 4, 12


def forget_old(to: Path) -> list[Path]:
    """Removes the backups of a folder whose time is over; returns them."""
    listed = backups_in(to)
    kept = {path for path, _ in listed[:KEEP_DAILY]}
    for pattern, n in (("%G-%V", KEEP_WEEKLY), ("%Y-%m", KEEP_MONTHLY)):
        newest: dict[str, Path] = {}
        for path, manifest in listed:
            if manifest.made_at:
                moment = datetime.fromisoformat(manifest.made_at)
                newest.setdefault(moment.strftime(pattern), path)
            else:
                kept.add(path)  # an earlier version does not say when
        kept |= set(list(newest.values())[:n])
    gone = [path for path, _ in listed if path not in kept]
    for path in gone:
        (path / MANIFEST).unlink()  # no longer a backup, whatever comes between
        shutil.rmtree(path)
    return gone


def copy_to_second_place(backup: Backup, place: Path) -> Path:
    """Copies a backup into a second folder and reads the copy through.

    Raises:
        DamagedError: The copy is not what was made.
    """
    draft, final = (
        place / f"{backup.folder.name}.partial",
        place / backup.folder.name,
    )
    shutil.rmtree(draft, ignore_errors=True)
    make_folder(draft)
    for name in (*backup.files, MANIFEST):
        copy(backup.folder / name, draft / name)
    check(draft)
    draft.rename(final)
    put_on_disk(place)
    return final
