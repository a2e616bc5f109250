"""A copy of everything that cannot be made again, and the way back.

Copied are raw, the rules of the province, the published build, accounts with
releases, and the audit record. The secret that signs the record is left out on
purpose: who holds a backup must not be able to forge the record; keep the secret
apart. The copy is finished in a folder
of another name and renamed, so a folder with a manifest is a whole backup, and only
its owner may read it.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.builds.pointer import read_pointer
from warehouse.builds.publish import build_lock
from warehouse.errors import BusyError, NothingPublishedError, ThanThienError
from warehouse.rules.rules import own_files
from warehouse.settings import Settings
from warehouse.stores.durable import content_sha256, put_on_disk
from warehouse.stores.lock import held
from warehouse.stores.state import refuse_if_shared

MANIFEST = "manifest.json"
_SQLITE = ("state.sqlite", "audit.sqlite")


@dataclass(frozen=True)
class Backup:
    """One finished backup.

    Attributes:
        folder: Where it lies.
        files: Name inside the folder → SHA-256.
    """

    folder: Path
    files: dict[str, str]


def back_up(settings: Settings, to: Path, *, now: datetime | None = None) -> Backup:
    """Copies the stores into a new folder under `to`.

    Args:
        settings: Names the stores.
        to: Folder of backups; made if needed.
        now: Names the new folder; None is this moment.

    Raises:
        BusyError: A load or a build is running: their files would not fit together.
        ThanThienError: There is nothing to copy.
    """
    name = f"{now or datetime.now(UTC):thanthien-%Y%m%dT%H%M%SZ}"
    to.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft, final = to / f"{name}.partial", to / name
    shutil.rmtree(draft, ignore_errors=True)
    with _locked(settings):
        _make_folder(draft)
        for path in _files(settings):
            _copy(path, draft / path.relative_to(settings.home))
        for file_name in _SQLITE:
            if (settings.home / file_name).exists():
                _copy_sqlite(settings.home / file_name, draft / file_name)
    files = {
        str(path.relative_to(draft)): content_sha256(path)
        for path in sorted(draft.rglob("*"))
        if path.is_file()
    }
    if not files:
        shutil.rmtree(draft)
        raise ThanThienError("backup", str(settings.home), "empty", "load files first")
    _write(draft / MANIFEST, json.dumps(files, indent=2) + "\n")
    os.replace(draft, final)
    put_on_disk(to)
    return Backup(final, files)


def restore(settings: Settings, folder: Path) -> Backup:
    """Puts a backup into an empty home, after checking every byte of it.

    Raises:
        ThanThienError: The backup is not whole, others may read it, or the home
            holds data already.
        BusyError: A load or a build is running in the home.
    """
    backup = check(folder)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not all(
        _is_free(settings.home / name, sha) for name, sha in backup.files.items()
    ):
        rule = "a backup goes into a home without data"
        next_step = "name another THANTHIEN_HOME"
        raise ThanThienError("home", str(settings.home), rule, next_step)
    with _locked(settings):
        pointer = settings.pointer_path.relative_to(settings.home)
        for name in sorted(backup.files, key=lambda name: name == str(pointer)):
            target = settings.home / name
            draft = target.with_name(target.name + ".partial")
            _copy(folder / name, draft)
            os.replace(draft, target)
        put_on_disk(settings.home)
    return backup


def check(folder: Path) -> Backup:
    """Reads a backup through and compares every file with its manifest.

    Raises:
        ThanThienError: A file is missing, damaged, strange, or readable by others.
    """
    path = folder / MANIFEST
    if not path.exists():
        rule = f"a whole backup has a {MANIFEST}"
        raise ThanThienError("backup", str(folder), rule, "choose another backup")
    refuse_if_shared(path)
    files: dict[str, str] = json.loads(path.read_text("utf-8"))
    for name, digest in files.items():
        file = folder / name
        is_inside = file.resolve().is_relative_to(folder.resolve())
        if not is_inside or not file.is_file() or content_sha256(file) != digest:
            rule = "the file is as it was when it was backed up"
            raise ThanThienError("backup", name, rule, "choose another backup")
    return Backup(folder, files)


def _is_free(target: Path, digest: str) -> bool:
    """Nothing lies there, or what a restore that was cut short has put there."""
    return not target.exists() or content_sha256(target) == digest


def _files(settings: Settings) -> list[Path]:
    """Raw with its log, the province's rules, the pointer and the build it names."""
    raw = (settings.raw_path, settings.raw_path.with_name("raw.duckdb.wal"))
    found = [path for path in raw if path.exists()]
    found += [path for path in own_files(settings) if path.is_file()]
    try:
        pointer = read_pointer(settings)
    except NothingPublishedError:
        return found
    return [*found, settings.builds_dir / pointer.file, settings.pointer_path]


@contextmanager
def _locked(settings: Settings) -> Iterator[None]:
    """Keeps loads and builds out while files that belong together are copied."""
    with build_lock(settings):
        lock = settings.home / "ingest.lock"
        rule = "nothing is being loaded"
        with held(lock, BusyError(lock.name, lock.name, rule, "wait, then retry")):
            yield


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copies a store that others may be writing to: one moment of it, whole."""
    refuse_if_shared(source)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        closing(sqlite3.connect(source)) as one,
        closing(sqlite3.connect(target)) as two,
    ):
        one.backup(two)
    put_on_disk(target)


def _copy(source: Path, target: Path) -> None:
    _make_folder(target.parent)
    target.unlink(missing_ok=True)
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with source.open("rb") as reading, os.fdopen(descriptor, "wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _make_folder(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as writing:
        writing.write(text)
        writing.flush()
        os.fsync(writing.fileno())
