"""The log of builds: what dbt says, one line each, without its own loggers.

dbt puts every event into a line for each of its loggers, even for levels nobody
asked for, and looks through the whole environment for secrets each time: a sixth
of the processor time of a build of a small province.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from warehouse.stores.durable import size_bytes

# Nothing secret can reach a line: the environment a build reads holds paths only.
_TOLD = ("info", "warn", "error")
_MAX_BYTES = 10_000_000


@contextmanager
def build_log(path: Path) -> Iterator[Callable[[Any], None]]:
    """Yields what takes dbt's events and adds them to a file.

    Args:
        path: The file; when it has grown large it is put aside once, as `.1`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if size_bytes(path) > _MAX_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    with path.open("a", encoding="utf-8") as handle:
        # Models run in threads, and a text file of Python 3.11 that two of them write
        # to at once takes up bytes of memory nobody wrote (cpython 119506).
        one_at_a_time = Lock()

        def take(event: Any) -> None:
            if event.info.level in _TOLD:
                said = event.info
                moment = said.ts.ToJsonString()
                line = f"{moment} {said.level} {said.thread} {said.msg}\n"
                with one_at_a_time:
                    handle.write(line)

        yield take
