"""`python -m tests.faults`: every command, every fault, every store, on a page."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.faults.commands import all_commands
from tests.faults.faults import Fault, all_faults
from tests.faults.home import hurry, made_apart, warm
from tests.faults.results import Results
from tests.faults.trial import Sweep, Trial
from warehouse.errors import ExitCode

FEW = 12
"""Combinations that are tried sooner than all modules are loaded."""
PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
TEMPLATE = Path(__file__).parent / "page.md"


def in_order(only: str) -> Iterator[tuple[str, Fault]]:
    """All combinations, mixed, so that any first part touches everything."""
    pairs = [(command, fault) for command in all_commands() for fault in all_faults()]
    random.Random(20261129).shuffle(pairs)
    for command, fault in pairs:
        if only in f"{command}/{fault.store}/{fault.what}":
            yield command, fault


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=10**6, help="combinations at most")
    parser.add_argument("--minutes", type=float, default=10**6)
    parser.add_argument("--only", default="", help="part of command/store/what")
    parser.add_argument("--results", type=Path, help="what was found; goes on there")
    parser.add_argument("--page", action="store_true", help="write docs/faults.md")
    asked = parser.parse_args()
    if _may_mount() and "FAULTS_APART" not in os.environ:
        # disks are mounted where nobody else sees them, and go with this process
        os.environ["FAULTS_APART"] = "1"
        again = [sys.executable, "-m", "tests.faults", *sys.argv[1:]]
        os.execvp("unshare", ["unshare", "-m", *again])
    os.umask(0o077)
    root = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=root, prefix="thanthien-faults-") as name:
        found = Results(asked.results)
        sweep(Path(name), asked.only, asked.n, asked.minutes, found)
    if asked.page:
        PAGE.write_text(page(found), encoding="utf-8")
    sys.exit(any(trial.wrong for trial in found.trials))


def _may_mount() -> bool:
    """Whether a disk can be put under a folder; else those faults are left out."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0


def sweep(folder: Path, only: str, n: int, minutes: float, found: Results) -> None:
    """Makes the home in a process of its own, then tries combinations on copies."""
    hurry()
    if n > FEW:
        warm()
    scratch = folder / "scratch"
    scratch.mkdir()
    (folder / "whole").mkdir()
    made = made_apart(folder / "whole", scratch)
    one = Sweep(made, scratch)
    until = time.monotonic() + 60 * minutes
    n_before, used = len(found.trials), _cpu_seconds()
    for pair in in_order(only):
        n_new = len(found.trials) - n_before
        if n_new >= n or time.monotonic() > until:
            break
        if not found.is_known(pair):
            found.add(pair, trial := one.run(*pair))
            if trial:
                _say(trial)
    _sum_up(found.trials)
    n_new = len(found.trials) - n_before
    per_hundred = (_cpu_seconds() - used) / max(n_new, 1) * 100
    sys.stderr.write(f"{n_new} new, {per_hundred:.0f} s of a processor for 100\n")


def _cpu_seconds() -> float:
    spent = os.times()
    return sum(spent[:4])


def page(found: Results) -> str:
    """The page: how many held, by store and fault, and by exit code."""
    trials = found.trials
    stores = list(dict.fromkeys(fault.store for fault in all_faults()))
    whats = list(dict.fromkeys(fault.what for fault in all_faults()))
    held = Counter((t.fault.store, t.fault.what) for t in trials if not t.wrong)
    tried = Counter((t.fault.store, t.fault.what) for t in trials)
    lines = [f"| store | {' | '.join(whats)} |", "|---" * (len(whats) + 1) + "|"]
    for store in stores:
        cells = [
            f"{held[store, what]} of {tried[store, what]}" if tried[store, what] else ""
            for what in whats
        ]
        lines.append(f"| {store} | {' | '.join(cells)} |")
    codes = Counter(ExitCode(t.code).name.lower() for t in trials if not t.wrong)
    return TEMPLATE.read_text(encoding="utf-8").format(
        n=len(trials),
        n_commands=len({trial.command for trial in trials}),
        n_faults=len({trial.fault for trial in trials}),
        n_wrong=sum(bool(trial.wrong) for trial in trials),
        n_nothing=found.n_nothing,
        n_possible=len(all_commands()) * len(all_faults()),
        n_mended=sum(trial.is_found for trial in trials),
        table="\n".join(lines),
        codes="\n".join(f"| {name} | {n} |" for name, n in codes.most_common()),
    )


def _say(trial: Trial) -> None:
    for text in trial.wrong:
        name = f"{trial.command} / {trial.fault.store} / {trial.fault.what}"
        sys.stderr.write(f"✗ {name}: {text}\n")
    sys.stderr.flush()


def _sum_up(trials: list[Trial]) -> None:
    n_wrong = sum(bool(trial.wrong) for trial in trials)
    codes = sorted(Counter(trial.code for trial in trials).items())
    sys.stderr.write(f"{len(trials)} combinations, {n_wrong} wrong, codes {codes}\n")


if __name__ == "__main__":
    main()
