"""Runs of pages take turns, first come first served.

A run computes in Python, where only one thread gets on at a time: fifty at once make
each other slow and let the unlucky wait longest. A run that lasts (a report is made, a
file is read) mostly waits for others, and after a while stands in nobody's way.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 2
LONG_SECONDS = 1.0


class Turns:
    """Lets a few in at once, in the order they came.

    Args:
        at_once: How many.
        long_seconds: After that long inside, one no longer counts.
    """

    def __init__(
        self, at_once: int = AT_ONCE, long_seconds: float = LONG_SECONDS
    ) -> None:
        self._at_once = at_once
        self._long_seconds = long_seconds
        self._lock = threading.Lock()
        self._waiting: deque[threading.Condition] = deque()
        self._began: dict[threading.Condition, float] = {}

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for its turn, and gives it back at the end."""
        me = threading.Condition(self._lock)
        with self._lock:
            self._waiting.append(me)
            try:
                while (wait := self._seconds_until(me)) != 0.0:
                    me.wait(wait)
            finally:
                self._waiting.remove(me)
                self._wake_first()
            self._began[me] = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                del self._began[me]
                self._wake_first()

    def _wake_first(self) -> None:
        if self._waiting:
            self._waiting[0].notify()

    def _seconds_until(self, me: threading.Condition) -> float | None:
        """0 when it may go in; None to wait for a change, else at most that long."""
        if self._waiting[0] is not me:
            return None
        moment = time.monotonic()
        ends = [began + self._long_seconds for began in self._began.values()]
        counted = sorted(end for end in ends if end > moment)
        return 0.0 if len(counted) < self._at_once else counted[0] - moment


TURNS = Turns()
