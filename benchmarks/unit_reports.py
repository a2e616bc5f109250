"""Seconds of the reports of every unit for a period, with two processes and with one.

    python -m benchmarks.unit_reports HOME FOLDER --period 2026-Q3

Runs what `thanthien report --all-units` runs after the password, as the committee, each
time as a process of its own over an empty folder. What others took of the processors in
the same time stands beside it: on a machine that works for others too, quote processor
seconds and the ratio of the two runs.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks.stage import Cost, measure
from warehouse.commands.progress import shown
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

KINDS = "docx,xlsx,pptx"
COMMITTEE = Identity("benchmark", "Benchmark", "committee")
_TICKS = os.sysconf("SC_CLK_TCK")
_BUSY = slice(1, 4)
"""User, nice and system ticks in the first line of /proc/stat."""


def main() -> None:
    """Writes all reports twice and prints a table; or, with `--write`, writes once."""
    asked = argparse.ArgumentParser(prog="unit_reports", description=__doc__)
    asked.add_argument("home", type=Path)
    asked.add_argument("folder", type=Path, nargs="?")
    asked.add_argument("--period", required=True)
    asked.add_argument("--kinds", default=KINDS)
    asked.add_argument("--write", action="store_true", help="write here, once")
    args = asked.parse_args()
    if args.write:
        _write(args.home, args.period, args.kinds, args.folder)
        return
    sys.stdout.write("| processes | wall s | processor s | peak MiB | |\n")
    sys.stdout.write("|---|---|---|---|---|\n")
    for n in (2, 1):
        cost, others_s, n_files = _measured(args, n)
        note = f"{n_files} files; others took {others_s:.0f} processor s"
        sys.stdout.write(cost.as_row(f"{n}", note) + "\n")


def _measured(args: argparse.Namespace, n: int) -> tuple[Cost, float, int]:
    """What writing cost, what others took meanwhile, and how many files came."""
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        asked = [str(args.home), folder, "--period", args.period]
        started_s = _busy_s()
        cost = measure(
            ["-m", "benchmarks.unit_reports", *asked, "--kinds", args.kinds, "--write"],
            {"THANTHIEN_THREADS": str(n)},
        )
        others_s = _busy_s() - started_s - cost.cpu_s
        return cost, others_s, len(list(Path(folder).iterdir()))


def _write(home: Path, period: str, kinds: str, folder: Path) -> None:
    from dashboard.report.all_units import write_all

    threads = Settings.from_environment().threads
    settings = Settings(home=home, threads=threads)
    with shown("unit_reports", counted="units") as progress:
        write_all(settings, COMMITTEE, period, kinds.split(","), folder, progress)


def _busy_s() -> float:
    """Processor seconds of all processes since the machine started."""
    line = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0]
    return sum(map(int, line.split()[_BUSY])) / _TICKS


if __name__ == "__main__":
    main()
