"""One clock for all processes of a run: how far it is off lies in a shared file."""

from __future__ import annotations

import mmap
import struct
from datetime import datetime
from pathlib import Path

from tests.set_clock import follow_clock, real_time

_SECONDS = struct.Struct("<d")


class Clock:
    """The clock of a run; processes made of this one by a fork go by it too.

    Args:
        path: File of eight bytes; made if missing.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_SECONDS.pack(0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _SECONDS.size)

    def set(self, moment: datetime) -> None:
        """Lets it show a moment, and run on from there."""
        off = moment.timestamp() - real_time()
        self._shared[:] = _SECONDS.pack(off)

    def tell(self) -> float:
        """Unix time as it shows it."""
        return real_time() + float(_SECONDS.unpack(self._shared)[0])

    def follow(self) -> None:
        """Lets this process go by it; modules loaded later do not."""
        follow_clock(self.tell)
