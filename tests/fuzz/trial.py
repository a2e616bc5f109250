"""Fifty mutated files into a copy of the base home, then a build."""

from __future__ import annotations

import json
import pickle
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fuzz.mutants import Mutant

MAX_SECONDS, MAX_MIB = 20, 1024
PATIENCE_SECONDS, BUILD_PATIENCE_SECONDS = 300, 900
EXPLAIN_EVERY = 10
_SAME_ROWS = frozenset(("cells", "column"))


@dataclass
class Fate:
    """What became of one file.

    Attributes:
        mutant: The file, without its bytes.
        status: loaded, already_loaded, refused; empty where it was not answered.
        is_told: What a clerk is shown of it was looked at, and its account closes.
        seconds: Until its answer, beside other work.
        cpu_seconds: Processor time until then.
        peak_mib: The most memory of the process that read it, so far.
        n_refused: Its refused rows.
        wrong: What did not hold.
    """

    mutant: Mutant
    status: str = ""
    is_told: bool = False
    seconds: float = 0
    cpu_seconds: float = 0
    peak_mib: float = 0
    n_refused: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass
class Fifty:
    """Files of one home, and its build.

    Attributes:
        first: Number of the first file.
        last: Number of the last file.
        fates: What became of each.
        failures: Why the build was not published, or its account does not close.
        is_built: It was built.
        seconds: Loading and building.
    """

    first: int
    last: int
    fates: list[Fate]
    failures: list[str]
    is_built: bool
    seconds: float

    @property
    def is_wrong(self) -> bool:
        """Whether anything did not hold."""
        return bool(self.failures) or any(fate.wrong for fate in self.fates)


def kept_in(results: Path) -> list[Fifty]:
    """What earlier runs left, in order of the files."""
    found: list[Fifty] = []
    if not results.exists():
        return found
    with results.open("rb") as file:
        while True:
            try:
                found.append(pickle.load(file))
            except EOFError:
                return sorted(found, key=lambda fifty: fifty.first)


class Child:
    """A process that answers lines with lines."""

    def __init__(self, module: str, log: Path, patience_seconds: float) -> None:
        self._log = log.open("ab")
        self._patience_seconds = patience_seconds
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )

    def ask(self, **asked: Any) -> Iterator[dict[str, Any]]:
        """What it says, line by line, until the caller stops asking.

        Raises:
            EOFError: It died.
            TimeoutError: It said nothing for too long.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        left = b""
        while True:
            waits = self._patience_seconds
            if not select.select([self._process.stdout], [], [], waits)[0]:
                raise TimeoutError
            chunk = self._process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
            if not chunk:
                raise EOFError(f"code {self._process.wait()}")
            *lines, left = (left + chunk).split(b"\n")
            for line in lines:
                if line.startswith(b"{"):
                    yield json.loads(line)

    def close(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.wait()
        self._log.close()


def builder(log: Path) -> Child:
    """A process that makes the base home, or builds one."""
    return Child("tests.fuzz.builder", log, BUILD_PATIENCE_SECONDS)


class Desk:
    """Loads and builds in a folder of its own, with two processes it keeps.

    Args:
        folder: Where it works.
        base: The folder of the base home.
        rows: File name → rows, of the good files.
    """

    def __init__(self, folder: Path, base: Path, rows: dict[str, int]) -> None:
        folder.mkdir()
        self._folder, self._base, self._rows = folder, base, rows
        self._log = folder / "log"
        self._loader, self._builder = self._new_loader(), builder(self._log)

    def _new_loader(self) -> Child:
        return Child("tests.fuzz.loader", self._log, PATIENCE_SECONDS)

    def close(self) -> None:
        """Ends both processes."""
        self._loader.close()
        self._builder.close()

    def fifty(self, mutants: Sequence[Mutant], *, builds: bool = True) -> Fifty:
        """Loads them into a copy of the base home, and builds it."""
        started = time.monotonic()
        home, drops = self._folder / "home", self._folder / "drops"
        for folder in (home, drops):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._base, home)
        drops.mkdir()
        (drops / "MO_PHONG.txt").touch()
        fates = {one.name: Fate(one) for one in mutants}
        paths = {one.name: one.write(drops) for one in mutants}
        waiting = list(paths)
        is_alone = False
        while waiting:
            some = waiting[:1] if is_alone else waiting
            done = self._load(home, [paths[name] for name in some], fates)
            if not done and len(some) > 1:
                is_alone = True  # one of them: each in a load of its own
                waiting = [name for name in waiting if not fates[name].is_told]
                continue
            waiting = waiting[len(some) :]
        failures = self._build(home, fates) if builds else []
        seconds = time.monotonic() - started
        numbers = mutants[0].number, mutants[-1].number
        return Fifty(*numbers, list(fates.values()), failures, builds, seconds)

    def _load(self, home: Path, paths: list[Path], fates: dict[str, Fate]) -> bool:
        """Whether all were answered; one alone that was not is told of as wrong."""
        asked = {"home": str(home), "files": [str(path) for path in paths]}
        started, problem = time.monotonic(), ""
        try:
            for said in self._loader.ask(**asked, explain_every=EXPLAIN_EVERY):
                if "done" in said:
                    problem = said.get("crash") or said.get("refusal") or ""
                    break
                self._note(said, fates)
        except (EOFError, TimeoutError, BrokenPipeError) as end:
            problem = f"the loading process: {type(end).__name__} {end}"
        if problem:
            self._loader.close()
            self._loader = self._new_loader()
            if len(paths) == 1:
                fate = fates[paths[0].name]
                fate.seconds = time.monotonic() - started
                fate.wrong.append(problem)
        return not problem

    def _note(self, said: dict[str, Any], fates: dict[str, Fate]) -> None:
        if "told" in said:
            fate = fates[said["told"]]
            fate.is_told = True
            if said["is_traced"]:
                fate.wrong.append("a traceback is shown")
            self._check_rows(fate, said["counts"])
            return
        fate = fates[said["name"]]
        # loaded before its batch crashed, it is the same file once more
        fate.status = fate.status or said["status"]
        fate.seconds = max(fate.seconds, said["seconds"])
        fate.peak_mib = said["peak_mib"]
        fate.cpu_seconds = max(fate.cpu_seconds, said["cpu_seconds"])
        if fate.cpu_seconds > MAX_SECONDS:
            fate.wrong.append(f"{fate.cpu_seconds:.0f} s of a processor")
        if fate.peak_mib > MAX_MIB:
            fate.wrong.append(f"{fate.peak_mib:.0f} MiB")

    def _check_rows(self, fate: Fate, counts: dict[str, Any]) -> None:
        """The account; where no row came or went, that of the good file."""
        fate.n_refused = counts["n_refused"]
        for kind, n in counts["kinds"].items():
            if n["n_read"] != n["n_loaded"] + n["n_duplicate"] + n["n_refused"]:
                fate.wrong.append(f"account of {kind}: {n}")
        good = self._rows.get(fate.mutant.name.partition("_")[2])
        found = counts["n_source_rows"] + counts["n_skipped_rows"]
        is_same = fate.mutant.form == "csv" and _SAME_ROWS.issuperset(fate.mutant.sorts)
        if fate.status == "loaded" and is_same and good not in (None, found):
            fate.wrong.append(f"{found} rows read or passed over, {good} are there")

    def _build(self, home: Path, fates: dict[str, Fate]) -> list[str]:
        try:
            said = next(self._builder.ask(act="build", folder=str(home)))["said"]
        except (EOFError, TimeoutError, BrokenPipeError) as end:
            self._builder.close()
            self._builder = builder(self._log)
            return [f"the build: {type(end).__name__} {end}"]
        wrong = [f"account: {text}" for text in said.get("wrong", [])]
        return [*wrong, *([] if said["published"] else said["failures"] or ["?"])]
