"""Who did something lately, written for all of them at once every few seconds.

A write waits for the disk and for every other writer. Two hundred people who click
would queue there, so nobody waits for it, and it is made seldom. A write that fails
costs nobody the page: the session is live, and the next write takes its note along.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time

from warehouse.errors import ThanThienError
from warehouse.people.sessions import TOUCH_EVERY_SECONDS, touch
from warehouse.settings import Settings

WRITE_EVERY_SECONDS = 5.0
MAX_REMEMBERED = 4096
LOG = logging.getLogger("thanthien.dashboard")


class Touches:
    """Notes of a process, from any thread.

    Args:
        settings: Names the store of sessions.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._noted_at: dict[str, float] = {}
        self._waiting: set[str] = set()
        self._is_due = False

    def note(self, sid: str) -> None:
        """Takes down that the person of a session did something."""
        moment = time.monotonic()
        with self._lock:
            noted_at = self._noted_at.get(sid)
            if noted_at is not None and moment - noted_at < TOUCH_EVERY_SECONDS:
                return
            if len(self._noted_at) >= MAX_REMEMBERED:
                self._noted_at.clear()
            self._noted_at[sid] = moment
            self._waiting.add(sid)
            if self._is_due:
                return
            timer = threading.Timer(WRITE_EVERY_SECONDS, self.write)
            timer.daemon = True
            # where no thread can be had, the next note asks for one again
            timer.start()
            self._is_due = True

    def write(self) -> None:
        """Writes what was noted since the last time."""
        with self._lock:
            waiting, self._waiting = self._waiting, set()
            self._is_due = False
        if not waiting:
            return
        try:
            touch(self._settings, *waiting)
        except (sqlite3.Error, OSError, ThanThienError) as error:
            LOG.warning("sessions were not noted as used: %s", error)
            with self._lock:
                self._waiting |= waiting
