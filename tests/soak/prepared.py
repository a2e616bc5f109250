"""Work whose outcome is needed here, done by a process of its own.

A process that has used DuckDB forks badly, and this one forks for every act.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.faults.child import ended, start

PATIENCE_SECONDS = 1800
T = TypeVar("T")


def in_a_child(work: Callable[[], T], scratch: Path) -> T:
    """What a piece of work gives.

    Raises:
        SystemExit: It ended in another way.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    told = scratch / "outcome"
    told.unlink(missing_ok=True)

    def whole() -> None:
        told.write_bytes(pickle.dumps(work()))

    pid = start(whole, scratch, patience_seconds=PATIENCE_SECONDS)
    said = ended(pid, scratch)
    if said.code:
        raise SystemExit(f"{said.code}: {said.out[-500:]} {said.error[-3000:]}")
    outcome: T = pickle.loads(told.read_bytes())
    return outcome
