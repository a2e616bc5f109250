"""The code on a paper ballot: its number and the version of its form, as a QR."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import segno

SEPARATOR = "/"
"""Stands in no number of a ballot: the code of a wave cannot hold it."""
_PIXELS = 8
"""Of one square of the code: sharp on a printer of 600 dots to the inch at 30 mm."""


def code_text(ballot_id: str, version: str) -> str:
    """What the code says: `number/version`."""
    return f"{ballot_id}{SEPARATOR}{version}"


def code_pictures(ballots: Iterable[str], version: str) -> Iterator[bytes]:
    """The code of each ballot as PNG, with its quiet zone of four squares.

    A quarter of its squares may be lost to dirt and folds (level Q of ISO 18004). The
    pattern laid over the first is laid over all: they differ in some digits alone, and
    choosing it anew takes most of the time.
    """
    mask = None
    for ballot in ballots:
        made = segno.make(code_text(ballot, version), error="q", micro=False, mask=mask)
        mask = made.mask
        stream = io.BytesIO()
        made.save(stream, kind="png", scale=_PIXELS, border=4)
        yield stream.getvalue()
