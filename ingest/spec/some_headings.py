"""A few headings of many, so that what is said of a wide file can be read."""

from __future__ import annotations

from collections.abc import Sequence

MAX_HEADINGS = 10


def some_headings(headings: Sequence[str], between: str = " | ") -> str:
    """The first headings, and how many more there are."""
    left = len(headings) - MAX_HEADINGS
    more = [f"… (+{left})"] if left > 0 else []
    return between.join([*headings[:MAX_HEADINGS], *more])
