"""Unit lists of the same delivery, for who maps the files behind them ahead."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ingest.mapping.unit_lists import UNIT_KINDS, UnitLists
from ingest.spec.spec import Spec


class GivenUnits:
    """Makes the thread that maps wait until lists before it stand in raw.

    A name in words cannot be looked up in a list that is read but not yet taken in.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._expected: set[int] = set()
        self._settled: set[int] = set()
        self._has_news = False
        self._units: UnitLists | None = None
        self._is_ended = False

    def expect(self, number: int, spec: Spec) -> None:
        """Notes that the file of that number gives units; asked by who maps."""
        if any(rule.kind.name in UNIT_KINDS for rule in spec.kinds):
            with self._changed:
                self._expected |= {number} - self._settled

    def settle(self, number: int, read: Callable[[], UnitLists | None]) -> None:
        """Says that a file is in raw, or refused; asked by who writes raw.

        Args:
            number: The file's.
            read: Reads the lists in raw; asked only where the file gave units.
        """
        with self._changed:
            self._settled.add(number)
            if number not in self._expected:
                return
        units = read()
        with self._changed:
            self._expected.discard(number)
            self._units, self._has_news = units, True
            self._changed.notify_all()

    def newer(self, number: int, spec: Spec) -> tuple[UnitLists | None] | None:
        """The lists in raw, once all before a file are in; None if nothing is new.

        Asked by who maps, which waits here. A file that gives units itself does not
        wait for its own.

        Args:
            number: The file's.
            spec: How it is read; only names of units need lists.
        """
        if not spec.may_name_units:
            return None

        def is_settled() -> bool:
            return self._is_ended or all(one >= number for one in self._expected)

        with self._changed:
            self._changed.wait_for(is_settled)
            has_news, self._has_news = self._has_news, False
            return (self._units,) if has_news else None

    def end(self) -> None:
        """Lets nobody wait any longer."""
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()
