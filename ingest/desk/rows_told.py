"""How far a load is, as the file of its job says it."""

from __future__ import annotations

from collections.abc import Callable


def rows_told(
    progress: Callable[[str, int, int], None], step: str
) -> Callable[[str, int, int], None]:
    """What a load calls with its rows: those read, then those taken in of them.

    Args:
        progress: Called with the step, how many are done, and of how many (0: not
            known, while nothing is taken in).
        step: Name of the step.
    """

    def tell(_: str, n_read: int, n_taken: int) -> None:
        if n_taken:
            progress(step, n_taken, n_read)
        else:
            progress(step, n_read, 0)

    return tell
