"""A copy of everything that cannot be made again.

Copied are raw, the published build, accounts with releases, the audit record, and the
specs, rules and kept source files of the home. The secret that signs the record is left
out on purpose: who holds a backup must not be able to forge the record; keep the secret
apart. Everything is read through first, so that a backup never seals damage. The copy
is finished in a folder of another name and renamed, so a folder with a manifest is a
whole backup, and only its owner may read it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyrage

from warehouse.builds.pointer import card_path, is_whole, read_pointer
from warehouse.builds.publish import build_lock
from warehouse.custody.signed_rows import KINDS_OF_A_WAVE
from warehouse.desk.desks import INBOX, folders_of_desks
from warehouse.errors import (
    AuditError,
    BusyError,
    DamagedError,
    NothingPublishedError,
    ThanThienError,
)
from warehouse.raw.seal import check_raw, log_path, seal_path
from warehouse.settings import Settings
from warehouse.stores.copies import (
    copy,
    copy_sqlite,
    make_folder,
    write_private,
)
from warehouse.stores.durable import content_sha256, put_on_disk
from warehouse.stores.lock import held
from warehouse.upkeep.backup_manifest import (
    BROKEN,
    MANIFEST,
    Manifest,
    backups_in,
    write_text_of,
)
from warehouse.upkeep.broken_chains import (
    BrokenChain,
    broken_chains,
    refuse_if_broken,
)

Progress = Callable[[int, int], None]

_SQLITE = ("state.sqlite", "audit.sqlite")
_LEDGER = ("file", "file_kind", "refused", "notice", "delivery", "withdrawn")
_UNTOLD = frozenset({*KINDS_OF_A_WAVE, *_LEDGER})
_FOLDERS = ("specs", "rules", "sources", *folders_of_desks(INBOX))


def crash_point(name: str) -> None:
    """A named moment of a backup: copied, manifest_written, renamed.

    Does nothing; the tests replace it to end the process there.
    """


@dataclass(frozen=True)
class Backup:
    """One finished backup.

    Attributes:
        folder: Where it lies.
        manifest: What it says of itself.
    """

    folder: Path
    manifest: Manifest

    @property
    def files(self) -> dict[str, str]:
        """Name inside the folder → SHA-256."""
        return self.manifest.files


def back_up(
    settings: Settings,
    to: Path,
    *,
    now: datetime | None = None,
    recipient: str | None = None,
    progress: Progress | None = None,
    as_it_is: bool = False,
) -> Backup:
    """Reads the stores through and copies them into a new folder under `to`.

    Args:
        settings: Names the stores.
        to: Folder of backups; made if needed.
        now: Names the new folder; None is this moment.
        recipient: An age recipient (`age1…`) the copies are encrypted for.
        progress: Called with mebibytes copied, and all there are.
        as_it_is: Copies chains of signatures that are broken too, and says so in
            the manifest: without this a home that somebody changed has no backup.

    Raises:
        BusyError: A load or a build is running: their files would not fit together.
        DamagedError: A store is damaged, or a chain broken: nothing was copied.
        ThanThienError: There is nothing to copy, or the recipient is none.
    """
    moment = now or datetime.now(UTC)
    reader = _recipient(recipient)
    make_folder(to)
    with home_locked(settings):
        forget_partial(to)
        final = _free_name(to, f"{moment:thanthien-%Y%m%dT%H%M%SZ}")
        draft = to / f"{final.name}.partial"
        holds = holds_of(settings)
        broken = _broken_chains(settings)
        if not as_it_is:
            refuse_if_broken(broken)
        if broken:
            holds[BROKEN] = [f"{one.chain} {one.problem}" for one in broken]
        _copy_all(settings, draft, progress)
        crash_point("copied")
    files = [path for path in sorted(draft.rglob("*")) if path.is_file()]
    if reader is not None:
        files = [_encrypted(path, reader) for path in files]
    if not files:
        shutil.rmtree(draft)
        raise ThanThienError("backup", str(settings.home), "empty", "load files first")
    manifest = Manifest(
        files={str(p.relative_to(draft)): content_sha256(p) for p in files},
        number=max((one.number for _, one in backups_in(to)), default=0) + 1,
        made_at=moment.isoformat(timespec="seconds"),
        holds=holds,
        is_encrypted=reader is not None,
    )
    write_private(draft / MANIFEST, write_text_of(manifest))
    crash_point("manifest_written")
    os.replace(draft, final)
    put_on_disk(to)
    crash_point("renamed")
    return Backup(final, manifest)


def forget_partial(to: Path) -> None:
    """Removes what killed backups left: it holds personal data and helps nobody."""
    for path in to.glob("thanthien-*.partial"):
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def home_locked(settings: Settings) -> Iterator[None]:
    """Keeps loads and builds out while files that belong together are copied."""
    with build_lock(settings):
        lock = settings.home / "ingest.lock"
        rule = "nothing is being loaded"
        with held(lock, BusyError(lock.name, lock.name, rule, "wait, then retry")):
            yield


def _free_name(to: Path, name: str) -> Path:
    """The name, or with a number behind it if one lies there of the same second."""
    others = [to / name, *(to / f"{name}-{n}" for n in range(2, 1000))]
    return next(path for path in others if not path.exists())


def holds_of(settings: Settings) -> dict[str, Any]:
    """Reads through what a backup copies; returns what it holds.

    Raises:
        DamagedError: A store is damaged.
    """
    holds: dict[str, Any] = {}
    if settings.raw_path.exists():
        rows = check_raw(settings)
        # a backup lies elsewhere, its list in the open even where its files are not:
        # how many rows and files came would tell how a wave of the Front goes
        holds["rows"] = {
            name: n
            for name, n in rows.items()
            if n and name.rpartition(".")[2] not in _UNTOLD
        }
    try:
        pointer = read_pointer(settings)
    except NothingPublishedError:
        return holds
    if not is_whole(settings, pointer):
        rule = "the published file must be as it was published"
        path = str(settings.builds_dir / pointer.file)
        raise DamagedError(pointer.file, path, rule, "thanthien doctor --mend")
    holds["build_id"] = pointer.build_id
    return holds


def _copy_all(settings: Settings, draft: Path, progress: Progress | None) -> None:
    make_folder(draft)
    home = settings.home
    files = _files(settings)
    n_bytes, n_all = 0, sum(path.stat().st_size for path in files)

    def count(n_copied: int) -> None:
        nonlocal n_bytes
        n_bytes += n_copied
        if progress is not None:
            progress(n_bytes >> 20, n_all >> 20)

    for path in files:
        copy(path, draft / path.relative_to(home), count)
    for name in _SQLITE:
        if (home / name).exists():
            copy_sqlite(home / name, draft / name)


def _broken_chains(settings: Settings) -> list[BrokenChain]:
    """Reads each row of all chains, which SQLite takes for bytes.

    Raises:
        DamagedError: The audit record cannot be read.
    """
    try:
        return broken_chains(settings)
    except AuditError as error:
        path, rule = settings.audit_path, "the file must be as it was written"
        raise DamagedError(path.name, str(path), rule, "thanthien doctor") from error


def _files(settings: Settings) -> list[Path]:
    """Raw with its log, the pointer with its build, and the folders of the home."""
    raw = (settings.raw_path, log_path(settings), seal_path(settings))
    found = [path for path in raw if path.exists()]
    for name in _FOLDERS:
        found += [p for p in (settings.home / name).rglob("*") if p.is_file()]
    try:
        pointer = read_pointer(settings)
    except NothingPublishedError:
        return found
    named = (settings.builds_dir / pointer.file, card_path(settings, pointer.build_id))
    found += [path for path in named if path.exists()]
    if settings.pointer_path.exists():
        found.append(settings.pointer_path)
    return found


def _recipient(text: str | None) -> pyrage.x25519.Recipient | None:
    if text is None:
        return None
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        rule = "a recipient of age begins with age1"
        raise ThanThienError("recipient", text, rule, "correct it") from error


def _encrypted(path: Path, reader: pyrage.x25519.Recipient) -> Path:
    sealed = path.with_name(f"{path.name}.age")
    pyrage.encrypt_file(str(path), str(sealed), [reader])
    sealed.chmod(0o600)
    path.unlink()
    put_on_disk(sealed)
    return sealed
