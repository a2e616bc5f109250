"""Runs alone: loads files as `thanthien ingest` does and says what each came to.

One line of JSON comes in for some files. For each file one goes out at the moment its
account is closed, with the most memory this process, or its reader of workbooks, had.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import ingest.loading.load as loading
from ingest.files.workbooks import process
from ingest.loading.refused_alike import refused_alike
from ingest.loading.result import FileResult
from ingest.spec import explain
from ingest.spec.find_spec import known_specs
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.stores.faults import FAULTS, refusal_of

_ALL = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
_READERS: dict[str, float] = {}
"""Processes that read workbooks → their processor time, while they live."""
_PEAKS: dict[str, float] = {}
"""File → MiB of the process that read it as a workbook."""


def _say(**said: Any) -> None:
    print(json.dumps(said), flush=True)  # noqa: T201 - the parent reads it


def _peak_mib(pid: str) -> float:
    """The most memory of a process since this was asked last; 0 of one that died."""
    try:
        status = Path("/proc", pid, "status").read_text()
        Path("/proc", pid, "clear_refs").write_text("5")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0


def _measure_readers() -> None:
    """Notes the most memory of the process that read a workbook, by its path."""
    real = process.WorkbookProcesses.for_workbook

    @contextmanager
    def for_workbook(self: Any, path: Path) -> Iterator[Any]:
        with real(self, path) as reading:
            pid = str(reading._process.pid)
            _peak_mib(pid)
            watching = threading.Event()
            watch = threading.Thread(target=_watch, args=(pid, path, watching))
            watch.start()
            try:
                yield reading
            finally:
                watching.set()
                watch.join()
                if reading.exit_code() is not None:
                    _READERS.pop(pid, None)

    process.WorkbookProcesses.for_workbook = for_workbook  # type: ignore[method-assign]


def _cpu_of(pid: str) -> float:
    """Processor time of a process that lives; of others the system tells it."""
    try:
        facts = Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


def _watch(pid: str, path: Path, is_over: threading.Event) -> None:
    while True:
        last = is_over.wait(0.05)
        _READERS[pid] = _cpu_of(pid)
        peak = _peak_mib(pid)
        _PEAKS[path.name] = max(_PEAKS.get(path.name, 0), peak)
        if last:
            return


def _cpu_seconds() -> float:
    """Processor time of this process and of all it started."""
    spent = (resource.getrusage(who) for who in _ALL)
    ended = sum(one.ru_utime + one.ru_stime for one in spent)
    return ended + sum(_READERS.values())


def _tell_each(began: list[float], cpu: list[float]) -> None:
    """Lets each file be told when it is done, and how long it took since the last."""
    real = loading.Load.load_file

    def load_file(self: Any, file: Any, reading: Any) -> FileResult:
        result = real(self, file, reading)
        now = time.monotonic()
        seconds, began[0] = now - began[0], now
        spent = _cpu_seconds()
        cpu_seconds, cpu[0] = spent - cpu[0], spent
        _say(
            name=result.file_name,
            sha256=result.sha256,
            status=result.status,
            seconds=seconds,
            cpu_seconds=cpu_seconds,
            peak_mib=max(_peak_mib("self"), _PEAKS.get(result.file_name, 0)),
        )
        return result

    loading.Load.load_file = load_file  # type: ignore[method-assign]


def _texts(settings: Settings, result: FileResult) -> str:
    """All that a clerk may be shown of a file, in both languages."""
    lines = [result.as_text(lang) for lang in ("vi", "en")]
    if result.n_refused:
        for line in refused_alike(settings, result.sha256):
            lines += [line.as_text("vi"), line.as_text("en")]
    return "\n".join(lines)


def _load(asked: dict[str, Any], began: list[float], cpu: list[float]) -> None:
    settings = Settings(home=Path(asked["home"]), threads=1)
    began[0], cpu[0] = time.monotonic(), _cpu_seconds()
    results = loading.load_files(
        [Path(path) for path in asked["files"]], settings=settings
    )
    for result in results:
        shown = _texts(settings, result)
        _say(
            told=result.file_name,
            is_traced="Traceback" in shown or "Error(" in shown,
            counts=result.as_dict(),
        )
    for path in asked["files"][:: asked["explain_every"]]:
        try:
            explain.explain_file(Path(path), settings)
        except ThanThienError as refusal:
            refusal.in_words("vi")
        except FAULTS as fault:
            refusal_of(fault).in_words("vi")


def main() -> None:
    """Serves until its input ends."""
    cached = cache(known_specs)
    for module in (loading, explain):
        vars(module)["known_specs"] = cached
    began, cpu = [0.0], [0.0]
    _tell_each(began, cpu)
    _measure_readers()
    while line := sys.stdin.readline():
        try:
            _load(json.loads(line), began, cpu)
            _say(done=True)
        except ThanThienError as refusal:
            _say(done=True, refusal=refusal.in_words("en"))
        except BaseException:  # noqa: BLE001 - this is what is looked for
            _say(done=True, crash=traceback.format_exc())


if __name__ == "__main__":
    main()
