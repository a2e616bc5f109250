"""The heading of a file that is most like one it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from ingest.files.text import heading_key

_GROUPS = re.compile(r"\s*[/.]\s*|(?<=\w)-(?=\w)")
NEAR = 0.6
"""How like two headings are, from 0 to 1, that one is named for the other."""


def nearest_heading(heading: str, among: Iterable[str]) -> str | None:
    """The heading most like another, if one is like it at all."""
    return _nearest(heading, tuple(among))


@lru_cache(maxsize=65_536)
def _nearest(heading: str, among: tuple[str, ...]) -> str | None:
    # a delivery holds dozens of files with the same headings
    keys = {heading_key(text): text for text in among}
    wanted = heading_key(heading)
    # the same question without its group, as survey tools export it too
    last = _GROUPS.split(wanted)[-1]
    if len(last) > 3 and last in keys:
        return keys[last]
    close = get_close_matches(wanted, keys, n=1, cutoff=NEAR)
    part = (key for key in keys if len(wanted) > 3 and wanted in key)
    found = close[0] if close else next(part, None)
    return None if found is None else keys[found]
