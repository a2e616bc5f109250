"""Short answers of one build, kept: pages ask what units there are at every click."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]

MAX_ANSWERS = 512
MAX_ROWS = 400


class KeptRows:
    """Rows by what was asked; the longest unasked go first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, list[Row]] = OrderedDict()

    def rows_of(
        self, text: str, values: Mapping[str, Any], read: Callable[[], list[Row]]
    ) -> Sequence[Row]:
        """Rows of a select, read once while they are few.

        Args:
            text: The select, with the cuts of the reader's scope in it.
            values: All it binds, rights included.
            read: Runs it.

        Returns:
            Rows that are shared: nobody may change one.
        """
        bound = tuple((name, _fixed(values[name])) for name in sorted(values))
        key = (text, bound)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        rows = read()
        if len(rows) <= MAX_ROWS:
            with self._lock:
                self._found[key] = rows
                while len(self._found) > MAX_ANSWERS:
                    self._found.popitem(last=False)
        return rows


def _fixed(value: Any) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
