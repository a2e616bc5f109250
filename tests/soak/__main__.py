"""`python -m tests.soak`: the days of a year, and what is true after them."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.home import hurry, warm
from tests.soak.base import Base, kept, province, tiny
from tests.soak.end import wrong_in_the_end
from tests.soak.measures import Day, days_in
from tests.soak.pages import PAGE, page
from tests.soak.prepared import in_a_child
from tests.soak.year import Plan, Year


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--real-every", type=int, default=7, help="builds with dbt")
    parser.add_argument("--views", type=int, default=2, help="pages opened a day")
    parser.add_argument("--tiny", action="store_true", help="a tiny home without dbt")
    parser.add_argument("--minutes", type=float, default=10**6, help="at most")
    parser.add_argument("--results", type=Path, help="folder; goes on there")
    parser.add_argument("--page", action="store_true", help="write docs/soak.md")
    asked = parser.parse_args()
    os.umask(0o077)
    with tempfile.TemporaryDirectory(prefix="thanthien-soak-") as name:
        folder = (asked.results or Path(name)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        days, wrong = _lived(folder, asked)
    for text in wrong or ():
        _say(f"✗ in the end: {text}")
    n_wrong = sum(len(day.wrong) for day in days) + len(wrong or ())
    _say(f"{len(days)} days, {n_wrong} wrong")
    if asked.page:
        PAGE.write_text(page(days, wrong, asked.real_every), encoding="utf-8")
    sys.exit(n_wrong > 0)


def _lived(
    folder: Path, asked: argparse.Namespace
) -> tuple[list[Day], list[str] | None]:
    until = time.monotonic() + 60 * asked.minutes
    hurry()
    warm()
    importlib.import_module("thanthien")
    gc.freeze()  # what is there is never looked through again, nor copied for it
    make = tiny if asked.tiny else province
    base: Base = in_a_child(lambda: kept(folder, make), folder / "scratch")
    results = folder / "days.jsonl"
    n_done = len(days_in(results))
    plan = Plan(0 if asked.tiny else asked.real_every, asked.views)
    year = Year(base, plan, folder / "scratch")
    try:
        for number in range(n_done, asked.days):
            if time.monotonic() > until:
                break
            day = year.day(number)
            day.keep(results)
            for text in day.wrong:
                _say(f"✗ day {number}: {text}")
            _say(f"day {number}: {day.clock} {day.killed} {day.told or ''}")
    finally:
        year.close()
    days = days_in(results)
    if len(days) < asked.days:
        return days, None
    return days, in_a_child(lambda: wrong_in_the_end(base), folder / "scratch")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
