"""The way back from a backup into an empty home.

Every byte is checked before the first is put there. The home says that it is being
restored until all is there, so that a restore that was cut short is never taken for an
empty home; the same restore, run again, goes on where it stopped.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pyrage

from warehouse.errors import DamagedError, ThanThienError
from warehouse.settings import Settings
from warehouse.stores.copies import copy, make_folder, write_private
from warehouse.stores.durable import content_sha256, put_on_disk
from warehouse.upkeep.backup import Backup, home_locked
from warehouse.upkeep.backup_manifest import BROKEN, Manifest, check
from warehouse.upkeep.half_restored import mark_path

_STORES = ("raw.duckdb", "state.sqlite", "audit.sqlite")
_BESIDE = (".wal", "-wal", "-shm", "-journal")
_SEALS = ("raw.seal.json", "state.seal.json", "audit.seal.json")


def crash_point(name: str) -> None:
    """A named moment of a restore: marked, file_put, all_put.

    Does nothing; the tests replace it to end the process there.
    """


def restore(
    settings: Settings, folder: Path, *, identity: Path | None = None
) -> Backup:
    """Puts a backup into an empty home, after checking every byte of it.

    Args:
        settings: Names the home.
        folder: The backup.
        identity: File with the age identity that opens an encrypted one.

    Raises:
        ThanThienError: Others may read the backup, or the home holds data already.
        DamagedError: The backup is not whole, or of a newer version.
        BusyError: A load or a build is running in the home.
    """
    manifest = check(folder)
    with _opened(folder, manifest, identity) as (plain, files):
        return _put(settings, Backup(folder, manifest), plain, files)


def _put(
    settings: Settings, backup: Backup, plain: Path, files: dict[str, str]
) -> Backup:
    home = settings.home
    make_folder(home)
    mark = mark_path(settings)
    is_going_on = mark.exists()
    there = [name for name, sha in files.items() if not _is_free(home / name, sha)]
    if is_going_on:  # whoever looked at a store since has changed how it lies there
        there = [name for name in there if not _has_rows_of(plain / name, home / name)]
    if there:
        rule = "a backup goes into a home without data"
        next_step = "name another THANTHIEN_HOME"
        raise ThanThienError("home", str(home), rule, next_step)
    with home_locked(settings):
        if not is_going_on:
            write_private(mark, json.dumps({"from": str(backup.folder)}) + "\n")
        crash_point("marked")
        if is_going_on:  # seals and logs of what was put say nothing of their own
            logs = (f"{name}{end}" for name in _STORES[1:] for end in ("-wal", "-shm"))
            for name in (*_SEALS, *logs):
                (home / name).unlink(missing_ok=True)
        _put_aside(settings, set(files))
        pointer = settings.pointer_path.relative_to(home)
        for name in sorted(files, key=lambda name: name == str(pointer)):
            target = home / name
            draft = target.with_name(target.name + ".partial")
            copy(plain / name, draft)
            os.replace(draft, target)
            crash_point("file_put")
        put_on_disk(home)
        crash_point("all_put")
        mark.unlink()
    return backup


def _put_aside(settings: Settings, names: set[str]) -> None:
    """Renames what lies beside an earlier store: it would spoil the restored one."""
    beside = [f"{store}{ending}" for store in _STORES for ending in _BESIDE]
    for name in (*beside, *_SEALS):
        path = settings.home / name
        if path.exists() and name not in names:
            os.replace(path, free_name(path, "leftover"))


def free_name(path: Path, word: str) -> Path:
    """A name beside a file that is not taken: `raw.duckdb.leftover-1`."""
    names = (path.with_name(f"{path.name}.{word}-{n}") for n in range(1, 10_000))
    return next(name for name in names if not name.exists())


def _has_rows_of(source: Path, target: Path) -> bool:
    """Whether an SQLite store holds what it was put there with, in whatever form.

    Opening it for reading is enough to turn on its log, which changes its first bytes.
    """
    if target.suffix != ".sqlite" or source.suffix != ".sqlite":
        return False
    said = []
    for path in (source, target):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            said.append(list(connection.iterdump()))
    return said[0] == said[1]


def _is_free(target: Path, digest: str) -> bool:
    """Nothing lies there, or what a restore that was cut short has put there."""
    return not target.exists() or content_sha256(target) == digest


@contextmanager
def _opened(
    folder: Path, manifest: Manifest, identity: Path | None
) -> Iterator[tuple[Path, dict[str, str]]]:
    """The backup's files in plain, with their digests."""
    if not manifest.is_encrypted:
        with nullcontext():
            yield folder, manifest.files
        return
    if identity is None:
        rule = "an encrypted backup is opened with its identity"
        raise ThanThienError("backup", str(folder), rule, "--identity FILE")
    try:
        own = pyrage.x25519.Identity.from_str(identity.read_text("utf-8").strip())
        with tempfile.TemporaryDirectory(prefix="thanthien-") as temporary:
            plain = Path(temporary)
            files = {}
            for name in manifest.files:
                target = plain / name.removesuffix(".age")
                make_folder(target.parent)
                pyrage.decrypt_file(str(folder / name), str(target), [own])
                files[name.removesuffix(".age")] = content_sha256(target)
            yield plain, files
    except (pyrage.IdentityError, pyrage.DecryptError) as error:
        rule = "an encrypted backup is opened with its identity"
        raise ThanThienError("backup", str(folder), rule, "--identity FILE") from error


def rehearse(
    settings: Settings, folder: Path, *, identity: Path | None = None
) -> dict[str, object]:
    """Restores a backup into a home for a moment and compares what it holds.

    Returns:
        What the restored home holds, as the manifest says it.

    Raises:
        DamagedError: It holds something else than the manifest says.
    """
    from warehouse.upkeep.backup import holds_of

    with tempfile.TemporaryDirectory(prefix="thanthien-") as temporary:
        there = replace(settings, home=Path(temporary) / "home")
        backup = restore(there, folder, identity=identity)
        found = holds_of(there)
    # what is signed with the secret cannot be checked without it
    stated = {k: v for k, v in backup.manifest.holds.items() if k != BROKEN}
    if backup.manifest.format > 1 and found != stated:
        rule = "the file is as it was when it was backed up"
        raise DamagedError("backup", str(folder), rule, "choose another backup")
    return found
