"""Names of files that readers take along: what is in them, without marks."""

from __future__ import annotations

import re
from datetime import date

from warehouse.words.marks import unmarked

LONGEST = 80
_OTHER = re.compile(r"[^a-z0-9]+")


def file_name(ending: str, *parts: str, day: date | None = None) -> str:
    """What a file is called.

    Args:
        ending: `png`, `xlsx` …
        parts: What is in it, in the reader's words; their marks are left out.
        day: Until when its figures go.
    """
    stem = _OTHER.sub("_", unmarked(" ".join(parts))).strip("_")
    if len(stem) > LONGEST:
        stem = stem[: LONGEST + 1].rpartition("_")[0]
    tail = f"_{day:%Y%m%d}" if day else ""
    return f"{stem}{tail}.{ending}"
