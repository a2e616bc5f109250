"""`python -m tests.fuzz`: mutated files through the real ingest, and on a page."""

from __future__ import annotations

import argparse
import os
import pickle
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tests.fuzz.mutants import Mutant, mutant
from tests.fuzz.pages import PAGE, page
from tests.fuzz.seeds import Seed
from tests.fuzz.trial import Desk, Fifty, builder, kept_in

PER_BUILD = 50
Make = Callable[[int], Mutant]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=20261129)
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    parser.add_argument("--minutes", type=float, default=10**6, help="at most")
    parser.add_argument("--no-build", action="store_true", help="load only")
    parser.add_argument("--write", type=Path, help="only lay the files into a folder")
    parser.add_argument("-j", "--processes", type=int, default=1)
    parser.add_argument("--results", type=Path, help="what was found; goes on there")
    parser.add_argument("--page", action="store_true", help="write docs/fuzz.md")
    asked = parser.parse_args()
    os.umask(0o077)
    root = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=root, prefix="thanthien-fuzz-") as name:
        found = _found(Path(name), asked)
    _sum_up(found)
    if asked.page:
        PAGE.write_text(page(found, asked.seed), encoding="utf-8")
    sys.exit(any(fifty.is_wrong for fifty in found))


def _found(folder: Path, asked: argparse.Namespace) -> list[Fifty]:
    """What was found, now and in the file of results."""
    rows = _make_base(folder)
    seeds: list[Seed] = pickle.loads((folder / "seeds").read_bytes())
    numbers = range(asked.first, asked.first + asked.files)

    def make(number: int) -> Mutant:
        return mutant(seeds, asked.seed, number)

    if asked.write:
        for number in numbers:
            make(number).write(asked.write)
        return []
    results = asked.results or folder / "results"
    done = {fifty.first for fifty in kept_in(results)}
    fifties = [numbers[n : n + PER_BUILD] for n in range(0, asked.files, PER_BUILD)]
    work = [some for some in fifties if some[0] not in done]
    until = time.monotonic() + 60 * asked.minutes
    pids = []
    for number in range(asked.processes):
        pid = os.fork()
        if pid == 0:
            desk = Desk(folder / f"desk-{number}", folder / "base", rows)
            mine = work[number :: asked.processes]
            _one_by_one(desk, make, mine, until, results, builds=not asked.no_build)
            os._exit(0)
        pids.append(pid)
    for pid in pids:
        if os.waitpid(pid, 0)[1]:
            raise SystemExit("a process ended before its work was done")
    return kept_in(results)


def _make_base(folder: Path) -> dict[str, int]:
    """The base home and the good files, made by a process of its own."""
    making = builder(folder / "log")
    said = next(making.ask(act="base", folder=str(folder)))["said"]
    making.close()
    if "rows" not in said or said["refused"]:
        raise SystemExit(str(said))
    rows: dict[str, int] = said["rows"]
    return rows


def _one_by_one(
    desk: Desk,
    make: Make,
    work: Sequence[range],
    until: float,
    results: Path,
    *,
    builds: bool,
) -> None:
    for numbers in work:
        if time.monotonic() > until:
            break
        fifty = desk.fifty([make(number) for number in numbers], builds=builds)
        _tell(fifty)
        for fate in fifty.fates:
            fate.mutant = replace(fate.mutant, data=b"")
        with results.open("ab") as file:
            file.write(pickle.dumps(fifty))
    desk.close()


def _tell(fifty: Fifty) -> None:
    for fate in fifty.fates:
        for text in fate.wrong:
            _say(f"✗ {fate.mutant.name} {fate.mutant.sorts}\n{text}")
    for text in fifty.failures:
        _say(f"✗ build of {fifty.first} to {fifty.last}: {text}")
    statuses = Counter(fate.status for fate in fifty.fates)
    _say(f"{fifty.last}: {dict(statuses)} in {fifty.seconds:.0f} s")


def _sum_up(found: Sequence[Fifty]) -> None:
    n_wrong = sum(bool(fate.wrong) for fifty in found for fate in fifty.fates)
    n_files = sum(len(fifty.fates) for fifty in found)
    n_built = sum(fifty.is_built for fifty in found)
    n_red = sum(bool(fifty.failures) for fifty in found)
    _say(f"{n_files} files, {n_wrong} wrong; {n_built} builds, {n_red} red")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
