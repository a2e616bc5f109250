"""How far dbt is, by what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

Progress = Callable[[int, int], None]
"""Receives how many models and tests are done, and how many there are."""


def telling(progress: Progress) -> Callable[[Any], None]:
    """Returns what takes dbt's events and passes on how many of all are done.

    Args:
        progress: Called after each model, seed and test.
    """
    n_done = n_all = 0
    # Models end in threads; what tells people is no more made for that than the count.
    one_at_a_time = Lock()

    def take(event: Any) -> None:
        nonlocal n_done, n_all
        with one_at_a_time:
            if event.info.name == "ConcurrencyLine":
                n_done, n_all = 0, event.data.node_count
            elif event.info.name == "NodeFinished":
                n_done += 1
                progress(min(n_done, n_all), n_all)

    return take
