"""Whose each file under `/media/` is: of the sessions whose page was told its address.

Streamlit gives a file to whoever knows its address. A file made for an export holds
what one account may see, so its address opens it in that account's session alone.
"""

from __future__ import annotations

import re
from collections import OrderedDict

MEDIA_PATHS = ("/media",)
MOST_FILES = 20_000
"""The files told of longest ago are forgotten first: a new click tells anew."""
# A text in a message has its length in the byte before it; what follows it may be
# letters too.
_ADDRESS = re.compile(rb"(.)/media/([0-9A-Za-z_.-]+)", re.DOTALL)
_HEAD = len("/media/")


class MediaOwners:
    """Remembers which session was told of which file."""

    def __init__(self) -> None:
        self._told: OrderedDict[str, set[str]] = OrderedDict()

    def note(self, sid: str, content: bytes) -> None:
        """Reads the addresses in a message that goes to the page of a session."""
        if b"/media/" not in content:
            return
        for length, rest in _ADDRESS.findall(content):
            name = rest[: max(length[0] - _HEAD, 0)].decode()
            self._told.setdefault(name, set()).add(sid)
            self._told.move_to_end(name)
        while len(self._told) > MOST_FILES:
            self._told.popitem(last=False)

    def may_read(self, sid: str, path: str) -> bool:
        """Whether a page of this session was told the address."""
        return sid in self._told.get(path.rpartition("/")[2], ())
