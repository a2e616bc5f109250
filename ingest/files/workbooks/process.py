"""The processes that read workbooks: one serves small workbooks one after another.

To start one takes a quarter of a second, more than most workbooks. One that has
died, or was left in the middle of a workbook, is never asked again.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SMALL_BYTES = 1 << 20
"""After a larger workbook its process ends, and gives its memory back."""


class WorkbookProcess:
    """A process of `ingest.files.workbooks.child`, asked through its pipes.

    Attributes:
        is_free: Whether all it was asked for has been read to the end.
    """

    def __init__(self) -> None:
        root = Path(__file__).resolve().parents[3]
        known = [str(root), os.environ.get("PYTHONPATH", "")]
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(filter(None, known)),
            "ARROW_DEFAULT_MEMORY_POOL": "system",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ingest.files.workbooks.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self.is_free = True

    @property
    def out(self) -> IO[bytes]:
        """What it says."""
        assert self._process.stdout is not None
        return self._process.stdout

    def ask(self, message: Mapping[str, object]) -> None:
        """Sends one line.

        Raises:
            OSError: It has died.
        """
        self.is_free = False
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(dict(message)).encode() + b"\n")
        self._process.stdin.flush()

    def exit_code(self) -> int | None:
        """None while it lives."""
        return self._process.poll()

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()

    def close(self) -> None:
        """Ends it and waits for its end."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                # what was not sent is of no use any more
                try:
                    pipe.close()
                except OSError:
                    continue


class WorkbookProcesses:
    """Keeps a free process for the next workbook; used in one thread."""

    def __init__(self) -> None:
        self._free: WorkbookProcess | None = None

    @contextmanager
    def for_workbook(self, path: Path) -> Iterator[WorkbookProcess]:
        """A process for one workbook."""
        is_small = path.stat().st_size <= SMALL_BYTES
        process, self._free = self._free, None
        if process is not None and process.exit_code() is not None:
            process.close()
            process = None
        if process is None:
            process = WorkbookProcess()
        try:
            yield process
        finally:
            if process.is_free and is_small and self._free is None:
                self._free = process
            else:
                process.close()

    def close(self) -> None:
        """Ends the process that waits."""
        if self._free is not None:
            self._free.close()
            self._free = None
