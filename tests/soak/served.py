"""The dashboard over the whole year in one process, and what its pages cost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.page_views import resident_mib
from tests.security.crowds.visits import Visit, line_to, visit
from tests.security.server import REPO, free_port, wait_until_open

PAGES = (
    ("committee", "tong-quan"),
    ("leader", "don-vi"),
    ("committee", "don-vi"),
    ("leader", "can-bo"),
    ("committee", "chat-luong-du-lieu"),
    ("leader", "danh-gia-doc-lap"),
)
_START = """
import sys
from pathlib import Path
from dashboard.server import asgi, serve
from tests.faults.home import warm
from tests.soak.clock import Clock
warm()
Clock(Path(sys.argv[2])).follow()
from warehouse.settings import Settings
serve.serve(Settings.from_environment(), port=int(sys.argv[1]))
"""


@dataclass(frozen=True)
class Seen:
    """A page as it was seen on a day.

    Attributes:
        page: Its role and path.
        seconds: Until it was whole.
        cpu_seconds: Processor time of the server for it.
        visit: What was shown.
    """

    page: str
    seconds: float
    cpu_seconds: float
    visit: Visit


class Server:
    """A server of a home that goes by the clock of the run.

    Args:
        home: The home.
        clock: File of the clock.
        log: What it says.
    """

    def __init__(self, home: Path, clock: Path, log: Path) -> None:
        self._port = free_port()
        known = {"THANTHIEN_HOME": str(home), "PYTHONPATH": str(REPO)}
        with log.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START, str(self._port), str(clock)],
                env={**os.environ, **known},
                cwd=home.parent,
                stdout=said,
                stderr=said,
            )
        wait_until_open(self._port, self._process)

    @property
    def mib(self) -> float:
        """Its resident memory."""
        return resident_mib(self._process.pid)

    def see(self, tokens: dict[str, str], number: int, n: int) -> list[Seen]:
        """Opens some of the pages, the next ones each day."""
        some = [PAGES[(number * n + at) % len(PAGES)] for at in range(n)]
        return asyncio.run(self._see(tokens, some))

    async def _see(
        self, tokens: dict[str, str], pages: list[tuple[str, str]]
    ) -> list[Seen]:
        found = []
        for role, path in pages:
            # the first visit after a build reads what everybody then shares
            async with line_to(f"127.0.0.1:{self._port}", tokens[role]) as line:
                before, started = self._cpu(), time.monotonic()
                shown = await visit(line, path)
                seconds = time.monotonic() - started
                used = self._cpu() - before
                found.append(Seen(f"{role} {path}", seconds, used, shown))
        return found

    def _cpu(self) -> float:
        stat = Path("/proc", str(self._process.pid), "stat").read_text()
        facts = stat.rpartition(")")[2].split()
        return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait(60)
