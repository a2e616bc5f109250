"""A finished file: on the disk, not only in memory, and known by its content."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def put_on_disk(path: Path) -> None:
    """Waits until a file, or the names in a folder, would survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def content_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, as 64 digits."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
