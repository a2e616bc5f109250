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
from warehouse.desk.inbox import plain_name

ENDING = ".eml"
TABLES = frozenset(
    [
        *(".xlsx", ".xlsm", ".xltx", ".xls", ".ods", ".csv", ".tsv", ".txt"),
        *(".zip", ".gz", ".geojson"),
    ]
)
"""Endings of attachments that may hold a table."""
DECORATION = frozenset(
    [
        *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".svg", ".ico"),
        *(".p7s", ".asc", ".vcf", ".ics"),
    ]
)
"""Endings of what a mail program adds by itself: signatures and their pictures."""
MOST_ATTACHMENTS = 200
_SPARE_SECONDS = 60
_SEND_AGAIN = "send the message again, with the table attached to it"


def is_message(name: str) -> bool:
    """Whether a file is a message, by what its sender calls it."""
    return name.lower().endswith(ENDING)


def unpack_message(path: Path, name: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """What is attached to a message, if a table is among it.

    What is no table beside one is handed out too: whoever reads it refuses it in words,
    where leaving it out would lose it in silence.

    Args:
        path: The message.
        name: What it is called.
        folder: An empty folder for the attachments.

    Yields:
        Name of an attachment, without folders and blanks round it, and where it lies.

    Raises:
        UnreadableFileError: It is no message, too much, or no table is attached.
    """
    parts = _taken_apart(path, name, folder)
    named = [(plain_name(part), inner) for part, inner in parts]
    found = [one for one in named if _ending(one[0]) not in DECORATION]
    if not any(_ending(part) in TABLES for part, _ in found):
        raise not_a_table(name, "a message without a table", _SEND_AGAIN)
    yield from found


def _ending(name: str) -> str:
    return Path(name.lower()).suffix


def _taken_apart(path: Path, name: str, folder: Path) -> list[tuple[str, Path]]:
    root = Path(__file__).resolve().parents[3]
    known = [str(root), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, known))}
    seconds = cpu_seconds_for(path.stat().st_size) + _SPARE_SECONDS
    try:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "ingest.files.mail.child"),
                *(str(path), str(folder), str(MOST_ATTACHMENTS)),
            ],
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
