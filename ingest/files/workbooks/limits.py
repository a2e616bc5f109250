"""How much memory and time the process that reads workbooks may take, by their size.

An honest workbook takes a multiple of its own size. A damaged one of a few kilobytes
can name a chain of blocks without an end, or a rectangle that nobody filled: it must
be over before it slows down whatever else runs on the machine.
"""

from __future__ import annotations

import math
import sys
import time
from pathlib import Path

MOST_MEMORY_BYTES, LEAST_MEMORY_BYTES = 3 << 30, 384 << 20
MEMORY_PER_BYTE = 128
MOST_CPU_SECONDS, LEAST_CPU_SECONDS = 900, 12
BYTES_PER_CPU_SECOND = 64 << 10
_PAGE_BYTES = 4096


def limit_this_process() -> None:
    """Caps memory where the system can (not on Windows)."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_this_workbook(n_bytes: int) -> None:
    """Caps memory and processor time from now on, as above.

    Args:
        n_bytes: Size of the workbook on disk.
    """
    if sys.platform == "win32":
        return
    import resource

    memory = _taken_bytes() + memory_for(n_bytes)
    seconds = math.ceil(time.process_time()) + cpu_seconds_for(n_bytes)
    for which, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        _, most = resource.getrlimit(which)
        if most != resource.RLIM_INFINITY:
            limit = min(limit, most)
        resource.setrlimit(which, (limit, most))


def memory_for(n_bytes: int) -> int:
    """Bytes beyond what the process has, for a workbook of a size."""
    wanted = LEAST_MEMORY_BYTES + MEMORY_PER_BYTE * n_bytes
    return min(MOST_MEMORY_BYTES, wanted)


def cpu_seconds_for(n_bytes: int) -> int:
    """Seconds of a processor for a workbook of a size."""
    wanted = LEAST_CPU_SECONDS + n_bytes // BYTES_PER_CPU_SECOND
    return min(MOST_CPU_SECONDS, wanted)


def _taken_bytes() -> int:
    """Address space this process has; where nobody tells, as if it were all."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * _PAGE_BYTES
    except OSError:
        return MOST_MEMORY_BYTES
