"""The attachments of a message, taken apart in a process of its own, with limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.files.file_form import not_a_table
from ingest.files.workbooks.limits import cpu_seconds_for

ENDING = ".eml"
TABLES = frozenset(
    [".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".zip", ".gz", ".geojson"]
)
"""Endings of attachments that may hold a table; pictures of a signature do not."""
_SPARE_SECONDS = 60
_SEND_AGAIN = "send the message again, with the table attached to it"


def is_message(name: str) -> bool:
    """Whether a file is a message, by what its sender calls it."""
    return name.lower().endswith(ENDING)


def unpack_message(path: Path, name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """The tables attached to a message.

    Args:
        path: The message.
        name: What it is called.
        folder: An empty folder for the attachments.

    Yields:
        Name of an attachment and where it lies.

    Raises:
        UnreadableFileError: It is no message, too much, or no table is attached.
    """
    found = [one for one in _taken_apart(path, name, folder) if _may_be_table(one[0])]
    if not found:
        raise not_a_table(name, "a message without a table", _SEND_AGAIN)
    yield from found


def _may_be_table(name: str) -> bool:
    return Path(name.lower()).suffix in TABLES


def _taken_apart(path: Path, name: str, folder: Path) -> list[tuple[str, Path]]:
    root = Path(__file__).resolve().parents[3]
    known = [str(root), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, known))}
    seconds = cpu_seconds_for(path.stat().st_size) + _SPARE_SECONDS
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ingest.files.mail.child", str(path), str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise not_a_table(name, "a message without an end", _SEND_AGAIN) from error
    if done.returncode:
        raise not_a_table(name, "a message that cannot be taken apart", _SEND_AGAIN)
    listed = map(json.loads, done.stdout.decode().splitlines())
    return [(one["name"], folder / one["file"]) for one in listed]
