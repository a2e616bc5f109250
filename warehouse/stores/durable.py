"""A finished file: on the disk, not only in memory, and known by its content."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path


def put_on_disk(path: Path) -> None:
    """Waits until a file, or the names in a folder, would survive a power cut.

    Windows has no such wait for a folder, and for a file only where it may be written.
    """
    is_windows = sys.platform == "win32"
    if is_windows and path.is_dir():
        return
    handle = os.open(path, os.O_RDWR if is_windows else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_text(path: Path, text: str) -> None:
    """Writes a small file in one step: after a power cut it is the old or the new."""
    draft = path.with_name(path.name + ".new")
    draft.write_text(text, encoding="utf-8")
    put_on_disk(draft)
    os.replace(draft, path)
    put_on_disk(path.parent)


def content_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, as 64 digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def size_bytes(path: Path) -> int:
    """How large a file is; 0 where there is none.

    One question, not two: SQLite takes its log away whenever the last reader leaves.
    """
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
