"""The one place that turns a fault of the disk or of a database into words.

What is wrong shows in codes and in the file itself: the system's error number,
SQLite's result code, who holds a lock on the file, the first bytes of it.
DuckDB gives its errors no code, and its sentences change from version to version.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import BusyError, DamagedError, DiskError, ThanThienError

# A library error that is none of ours; every command turns it into words.
FAULTS = (OSError, duckdb.Error, sqlite3.Error)
# Where a DuckDB file names the version that wrote it: `v2.0.0`.
_WRITTEN_BY = re.compile(rb"v(\d+)\.(\d+)\.")

_BY_ERRNO = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.ENOENT: "missing",
    errno.ENOTDIR: "not_a_folder",
    errno.EEXIST: "there_already",
    errno.EISDIR: "not_a_file",
    errno.EAGAIN: "in_use",
    errno.EBUSY: "in_use",
    errno.ETXTBSY: "in_use",
}
_BY_SQLITE = {
    sqlite3.SQLITE_BUSY: "in_use",
    sqlite3.SQLITE_LOCKED: "in_use",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "forbidden",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_ERROR: "damaged",  # a table or a column that should be there
    sqlite3.SQLITE_CONSTRAINT: "refused",
    sqlite3.SQLITE_MISMATCH: "refused",
    sqlite3.SQLITE_TOOBIG: "refused",
    sqlite3.SQLITE_NOMEM: "memory",
    sqlite3.SQLITE_MISUSE: "unexpected",
    sqlite3.SQLITE_RANGE: "unexpected",
    sqlite3.SQLITE_INTERRUPT: "unexpected",
}
_RULES = {
    "full": "the disk must have room",
    "read_only": "the disk must be writable",
    "forbidden": "the user who runs the program must own the file and its folder",
    "missing": "the file must be there",
    "not_a_folder": "a folder must lie there, not a file",
    "there_already": "nothing of that name may lie there",
    "not_a_file": "a file must lie there, not a folder",
    "in_use": "one process writes at a time",
    "damaged": "the file must be as it was written",
    "newer": "the file must not be of a newer version of the program",
    "unread": "the disk must give back what was written",
    "refused": "what is written must fit what the store holds already",
    "memory": "the machine must have memory free",
    "unexpected": "the database must do what it is asked",
}
_STEPS = {
    "full": "free some room on the disk, then retry",
    "read_only": "make the disk writable, then retry",
    "forbidden": "give the file and its folder to that user, then retry",
    "missing": "thanthien doctor",
    "not_a_folder": "name another folder",
    "there_already": "name another place, then retry",
    "not_a_file": "name another file",
    "in_use": "wait, then retry",
    "damaged": "thanthien doctor",
    "newer": "install that version of the program",
    "unread": "thanthien doctor",
    "refused": "correct what was to be written, then retry",
    "memory": "close other programs, then retry",
    "unexpected": "thanthien doctor",
}
# Faults of what was asked, whatever state the file is in; its name would mislead.
_OF_QUESTIONS = ("refused", "memory", "unexpected")
# What DuckDB raises when a file is at fault; other classes are faults of a question.
_OF_FILES = (
    duckdb.IOException,
    duckdb.ConnectionException,
    duckdb.BinderException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.SerializationException,
    duckdb.CatalogException,
)
_CLASSES: dict[str, type[ThanThienError]] = {
    "in_use": BusyError,
    "damaged": DamagedError,
    "newer": DamagedError,
    **dict.fromkeys(_OF_QUESTIONS, ThanThienError),
}


@contextmanager
def in_words(path: Path, *, is_writing: bool = False) -> Iterator[None]:
    """Turns a fault inside into words about a file.

    Args:
        path: The store that is worked on.
        is_writing: Whether it is written, so that a full disk can be the reason.

    Raises:
        BusyError: Another process has the file open.
        DamagedError: The file is damaged or of a newer version.
        DiskError: Full, read-only, another's, missing, or of another sort.
        ThanThienError: Nothing is wrong with the file, but with what was asked.
    """
    try:
        yield
    except FAULTS as fault:
        raise refusal_of(fault, path, is_writing=is_writing) from fault
    except UnicodeDecodeError as fault:  # SQLite names what is wrong in damaged words
        rule, step = _RULES["damaged"], _STEPS["damaged"]
        raise DamagedError(path.name, str(path), rule, step) from fault


def refusal_of(
    fault: BaseException, path: Path | None = None, *, is_writing: bool = True
) -> ThanThienError:
    """The refusal that says what a fault means.

    Args:
        fault: One of `FAULTS`.
        path: The store it concerns, where the fault does not name one.
        is_writing: Whether something was being written.
    """
    if isinstance(fault, OSError):
        if isinstance(fault.filename, str | os.PathLike):
            path = Path(fault.filename)
        reason = _BY_ERRNO.get(fault.errno or 0, "unread")
    elif isinstance(fault, sqlite3.Error):
        reason = _reason_of_sqlite(fault, path)
    else:
        reason = _reason_of_duckdb(fault, path, is_writing=is_writing)
    shown = path.name if path else type(fault).__name__
    is_named = path is not None and reason not in _OF_QUESTIONS
    value = str(path) if is_named else str(fault).splitlines()[0][:300]
    kind = _CLASSES.get(reason, DiskError)
    return kind(shown, value, _RULES[reason], _STEPS[reason])


def _reason_of_sqlite(fault: sqlite3.Error, path: Path | None) -> str:
    own = sqlite3.SQLITE_ERROR  # the module's own errors have no code
    if isinstance(fault, sqlite3.ProgrammingError | sqlite3.InterfaceError):
        own = sqlite3.SQLITE_MISUSE
    code = getattr(fault, "sqlite_errorcode", own) & 0xFF
    if code in _BY_SQLITE:
        return _BY_SQLITE[code]
    # SQLITE_CANTOPEN and SQLITE_IOERR stand for many reasons: the system knows which.
    if path is None:
        return "unread"
    return _not_openable(path) or _not_writable(path.parent) or "unread"


def _reason_of_duckdb(
    fault: BaseException, path: Path | None, *, is_writing: bool
) -> str:
    if isinstance(fault, duckdb.ConstraintException | duckdb.ConversionException):
        return "refused"
    if isinstance(fault, duckdb.OutOfMemoryException):
        return "memory"
    if path is None or isinstance(fault, duckdb.InvalidInputException):
        return "unexpected"
    if reason := _not_openable(path, is_missing_fine=is_writing):
        return reason
    if is_held(path):
        return "in_use"
    if is_writing and (reason := _not_writable(path.parent)):
        return reason
    # damage found in a block comes as the bare class
    is_of_file = type(fault) is duckdb.Error or isinstance(fault, _OF_FILES)
    return _by_first_bytes(path) if is_of_file else "unexpected"


def _by_first_bytes(path: Path) -> str:
    """Whether a DuckDB file says of itself that a newer version wrote it."""
    try:
        with path.open("rb") as stream:
            head = stream.read(84)
    except OSError:
        return "unread"
    written_by = _WRITTEN_BY.match(head[52:84])
    if head[8:12] != b"DUCK" or written_by is None:
        return "damaged"
    version = tuple(map(int, written_by.groups()))
    own = tuple(map(int, duckdb.__version__.split(".")[:2]))
    return "newer" if version > own else "damaged"


def _not_openable(path: Path, *, is_missing_fine: bool = False) -> str | None:
    """Why the system does not let this process read a file; None if it does.

    Nothing is opened: closing it would let go of the locks this process holds on it.
    """
    try:
        is_folder = path.is_dir()
        path.stat()
    except OSError as fault:
        reason = _BY_ERRNO.get(fault.errno or 0, "unread")
        return None if reason == "missing" and is_missing_fine else reason
    if is_folder:
        return "not_a_file"
    return None if os.access(path, os.R_OK) else "forbidden"


def _not_writable(folder: Path) -> str | None:
    """Why the system lets nothing be written into a folder; None if it does."""
    probe = folder / f".probe-{secrets.token_hex(4)}"
    try:
        descriptor = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as fault:
        return _BY_ERRNO.get(fault.errno or 0, "unread")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(bytes(1 << 18))
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as fault:
        return _BY_ERRNO.get(fault.errno or 0, "unread")
    finally:
        probe.unlink(missing_ok=True)
    return None


def require_room(folder: Path) -> None:
    """Checks that something can be written into a folder.

    Raises:
        DiskError: The disk is full, read-only, or the folder another's.
    """
    if reason := _not_writable(folder):
        raise DiskError(folder.name, str(folder), _RULES[reason], _STEPS[reason])


def is_held(path: Path) -> bool:
    """Whether a process has a lock on a file, by the system's own list of locks."""
    listed = Path("/proc/locks")
    if not path.exists():
        return False
    if listed.exists():
        number = str(path.stat().st_ino)
        entries = (line.split() for line in listed.read_text().splitlines())
        return any(number == entry[-3].rpartition(":")[2] for entry in entries)
    try:
        path.open("r+b").close()  # Windows refuses while another has it open
    except PermissionError:
        return True
    return False
