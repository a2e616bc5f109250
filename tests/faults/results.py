"""What was found so far, in a file that a run cut short leaves whole."""

from __future__ import annotations

import pickle
from pathlib import Path

from tests.faults.faults import Fault
from tests.faults.trial import Trial

Pair = tuple[str, Fault]


class Results:
    """Combinations that were tried, now and before.

    Args:
        path: The file; None keeps them in memory alone.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._tried: dict[Pair, Trial | None] = {}
        if path is not None and path.exists():
            with path.open("rb") as file:
                while True:
                    try:
                        pair, trial = pickle.load(file)
                    except EOFError:
                        break
                    self._tried[pair] = trial

    def is_known(self, pair: Pair) -> bool:
        """Whether it was tried, or there was nothing to break."""
        return pair in self._tried

    def add(self, pair: Pair, trial: Trial | None) -> None:
        """Keeps what became of one; None where there was nothing to break."""
        self._tried[pair] = trial
        if self._path is not None:
            with self._path.open("ab") as file:
                file.write(pickle.dumps((pair, trial)))

    @property
    def trials(self) -> list[Trial]:
        """All that was tried."""
        return [trial for trial in self._tried.values() if trial is not None]

    @property
    def n_nothing(self) -> int:
        """Combinations in which there was nothing to break."""
        return len(self._tried) - len(self.trials)
