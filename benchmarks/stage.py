"""One stage as a process of its own: seconds and peak memory from the system."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from ingest.simulation.province import MARKER, TRUTH


@dataclass(frozen=True)
class Cost:
    """What a stage took.

    Attributes:
        wall_s: Wall seconds.
        cpu_s: User and system seconds, all threads.
        peak_mib: Largest resident memory of the process, MiB.
    """

    wall_s: float
    cpu_s: float
    peak_mib: float

    def as_row(self, name: str, note: str = "") -> str:
        """A line of a Markdown table."""
        return (
            f"| {name} | {self.wall_s:.1f} | {self.cpu_s:.1f} "
            f"| {self.peak_mib:.0f} | {note} |"
        )


OK = frozenset({0})
ROWS_REFUSED = frozenset({0, 1})
"""A delivery with planted broken rows ends with 1."""


def measure(
    arguments: list[str],
    environment: dict[str, str] | None = None,
    allowed: frozenset[int] = OK,
) -> Cost:
    """Runs `python ARGUMENTS` to its end.

    Args:
        arguments: What follows `python`.
        environment: Added to this process's own.
        allowed: Exit codes of a stage that did its work.

    Raises:
        SystemExit: The stage failed.
    """
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in allowed:
        raise SystemExit(f"{arguments} ended with {code}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(time.monotonic() - started, cpu, usage.ru_maxrss / 1024)


def ingest(folder: Path, home: Path) -> Cost:
    """Loads a province's source files, without its marker and its truth."""
    own = (MARKER, TRUTH)
    files = [str(path) for path in sorted(folder.iterdir()) if path.name not in own]
    environment = {"THANTHIEN_HOME": str(home)}
    return measure(["-m", "thanthien", "ingest", *files], environment, ROWS_REFUSED)
