"""Reads ahead in a thread, so that parsing and inserting share two processors."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

T = TypeVar("T")
_WAIT_SECONDS = 0.1


class _End:
    """Says that the iterator is exhausted, or what broke it."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def prefetch(items: Iterator[T], depth: int) -> Generator[T, None, None]:
    """Yields the same items, produced by a thread at most `depth` ahead.

    An error of the iterator is raised here; closing this generator stops the
    thread and closes the iterator in it.
    """
    ready: queue.Queue[T | _End] = queue.Queue(depth)
    is_stopped = threading.Event()

    def put(item: T | _End) -> bool:
        while not is_stopped.is_set():
            try:
                ready.put(item, timeout=_WAIT_SECONDS)
            except queue.Full:
                continue
            return True
        return False

    def produce() -> None:
        end = _End()
        try:
            for item in items:
                if not put(item):
                    break
        except BaseException as error:  # noqa: BLE001 - raised again by the reader
            end = _End(error)
        close = getattr(items, "close", None)
        if close is not None:
            close()
        put(end)

    thread = threading.Thread(target=produce, name="reader", daemon=True)
    thread.start()
    try:
        while True:
            item = ready.get()
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        is_stopped.set()
        thread.join()
