"""What breaks: stores of a home, and what can become of each."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.faults.child import make_read_only, mount, unmount

ANOTHER, _INSTEAD = 65534, "file instead"
# Name → where it lies in the home; the newest of several.
FILES: Mapping[str, str] = {
    "raw": "raw.duckdb",
    "raw seal": "raw.seal.json",
    "published build": "builds/warehouse-*.duckdb",
    "card": "builds/warehouse-*.json",
    "pointer": "builds/current.json",
    "working file": "builds/kept-*.duckdb",
    "last run": "builds/last_run.json",
    "state": "state.sqlite",
    "audit": "audit.sqlite",
    "anchors": "audit.anchors",
    "secret": "secret.key",
    "key of sources": "sources.key",
    "kept source": "sources/*.age",
    "card of a source": "sources/*.json",
    "spec of a source": "sources/specs/*.yml",
    "own spec": "specs/*.yml",
    "own rules": "rules/*.csv",
    "job": "desk/*.json",
}
FOLDERS: Mapping[str, str] = {
    "home": "",
    "builds": "builds",
    "sources": "sources",
    "specs": "specs",
    "rules": "rules",
    "desk": "desk",
}


@dataclass(frozen=True)
class Fault:
    """One fault of one store.

    Attributes:
        store: A name of `FILES` or `FOLDERS`.
        what: A name of `OF_FILES` or `OF_FOLDERS`.
    """

    store: str
    what: str

    @property
    def is_for_people(self) -> bool:
        """What a person keeps apart, or wrote: they put it back."""
        kept = ("secret", "key of sources", "own spec", "own rules")
        return self.store in kept and not self.is_of_disk

    @property
    def is_of_disk(self) -> bool:
        """Who looks after the machine undoes it; nothing is damaged."""
        return self.what in ("full", "read only", "no right", "other owner")

    def place(self, home: Path) -> Path:
        """Where it is."""
        pattern = {**FILES, **FOLDERS}[self.store]
        found = sorted(home.glob(pattern)) if "*" in pattern else [home / pattern]
        return found[-1]

    def inject(self, home: Path) -> Callable[[], None]:
        """Breaks it; gives back what undoes it, where the machine is at fault."""
        table = OF_FILES if self.store in FILES else OF_FOLDERS
        return table[self.what](self.place(home))


def all_faults() -> list[Fault]:
    """Every store with everything that can become of it."""
    of_files = [Fault(store, what) for store in FILES for what in OF_FILES]
    of_folders = [Fault(store, what) for store in FOLDERS for what in OF_FOLDERS]
    # a home that is a file is no home: there is nothing to mend in it
    return [*of_files, *(one for one in of_folders if one != Fault("home", _INSTEAD))]


def _nothing() -> None:
    pass


def _write(path: Path, content: bytes) -> Callable[[], None]:
    path.chmod(0o600)
    path.write_bytes(content)
    return _nothing


def _cut(path: Path) -> Callable[[], None]:
    return _write(path, path.read_bytes()[: path.stat().st_size // 2])


def _missing(path: Path) -> Callable[[], None]:
    path.unlink()
    return _nothing


def _folder_instead(path: Path) -> Callable[[], None]:
    path.unlink()
    path.mkdir(mode=0o700)
    return _nothing


def _file_instead(path: Path) -> Callable[[], None]:
    shutil.rmtree(path)
    path.write_bytes(b"junk")
    path.chmod(0o600)
    return _nothing


def _no_right(path: Path) -> Callable[[], None]:
    mode = path.stat().st_mode
    path.chmod(0)
    # the command may have replaced or removed it
    return lambda: path.chmod(mode) if path.exists() else None


def _other_owner(path: Path) -> Callable[[], None]:
    owner = _owner(path)
    if os.geteuid() != 0:
        raise OSError(errno.EPERM, "chown")
    os.chown(path, ANOTHER, ANOTHER)
    return lambda: os.chown(path, *owner) if path.exists() else None


def _owner(path: Path) -> tuple[int, int]:
    return path.stat().st_uid, path.stat().st_gid


def _disk_of_its_own(path: Path, n_spare: int) -> None:
    """Moves a folder onto a disk of its own with that much room left."""
    used = subprocess.run(
        ["du", "-s", "-B1", str(path)], check=True, capture_output=True, text=True
    )
    aside = path.with_name(path.name + "-aside")
    path.rename(aside)
    path.mkdir(mode=0o700)
    n_files = sum(1 for _ in aside.rglob("*"))
    mount(path, int(used.stdout.split()[0]) + n_files * 4096 + n_spare)
    subprocess.run(["cp", "-a", f"{aside}/.", str(path)], check=True)
    shutil.rmtree(aside)


def _full(path: Path) -> Callable[[], None]:
    _disk_of_its_own(path, 64 << 20)
    filler = path / ".filler"
    with filler.open("wb") as stream:
        try:
            while True:
                stream.write(bytes(1 << 16))
                stream.flush()
        except OSError:
            pass
    return lambda: filler.unlink(missing_ok=True)


def _read_only(path: Path) -> Callable[[], None]:
    _disk_of_its_own(path, 64 << 20)
    make_read_only(path)

    def undo() -> None:
        subprocess.run(["mount", "-o", "remount,rw", str(path)], check=True)

    return undo


def take_disks_away(home: Path) -> None:
    """Leaves no disk mounted below a home."""
    for name in FOLDERS.values():
        if os.path.ismount(home / name):
            unmount(home / name)


Inject = Callable[[Path], Callable[[], None]]
OF_FILES: Mapping[str, Inject] = {
    "cut": _cut,
    "junk": lambda path: _write(path, b"junk\x00\xff" * 1500),
    "empty": lambda path: _write(path, b""),
    "missing": _missing,
    "folder instead": _folder_instead,
    "no right": _no_right,
    "other owner": _other_owner,
}
OF_FOLDERS: Mapping[str, Inject] = {
    "full": _full,
    "read only": _read_only,
    "no right": _no_right,
    "other owner": _other_owner,
    _INSTEAD: _file_instead,
}
