"""What a command and all it starts take: Java is no child that is waited for."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.stage import Cost

_SECONDS_BETWEEN_LOOKS = 1.0
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
# Places in /proc/PID/stat after the name in brackets: session, user and system
# ticks, resident pages (proc_pid_stat(5), less three).
_SESSION, _USER, _SYSTEM, _RESIDENT = 3, 11, 12, 21


def measure_tree(
    arguments: list[str], environment: dict[str, str], folder: Path
) -> tuple[Cost, float]:
    """Runs `python ARGUMENTS` in a session of its own and looks at it as it runs.

    Args:
        arguments: What follows `python`.
        environment: Added to this process's own.
        folder: Where it keeps its files.

    Returns:
        Its cost, where memory is the largest sum over all its processes at one look;
        and the most that the folder held at one look, MiB.

    Raises:
        SystemExit: It failed.
    """
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    cpu_s: dict[int, float] = {}
    peak = disk = 0.0
    while process.poll() is None:
        resident = 0.0
        for pid, (seconds, mib) in _look(process.pid).items():
            cpu_s[pid] = seconds
            resident += mib
        peak, disk = max(peak, resident), max(disk, _mib_in(folder))
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return Cost(time.monotonic() - started, sum(cpu_s.values()), peak), disk


def _look(session: int) -> dict[int, tuple[float, float]]:
    """Process of a session → seconds of processor so far, MiB resident now."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            facts = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended since
            continue
        if int(facts[_SESSION]) == session:
            ticks = int(facts[_USER]) + int(facts[_SYSTEM])
            mib = int(facts[_RESIDENT]) * _PAGE / 2**20
            found[int(path.parent.name)] = (ticks / _TICKS, mib)
    return found


def _mib_in(folder: Path) -> float:
    n_bytes = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                n_bytes += os.lstat(os.path.join(place, name)).st_size
            except OSError:  # it is gone since
                continue
    return n_bytes / 2**20
