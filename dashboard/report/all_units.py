"""Reports of all units of a period: read once what they share, written side by side.

Figures are read here, by the account that asks; writing files needs no data and is
done by processes of their own, one per processor. A report is on record before its
file is there, and a file is whole or not there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from dashboard.report.files import file_name, made_files, note_report
from warehouse.errors import ReviewError
from warehouse.people.account_rows import Identity
from warehouse.reviews.facts import Facts
from warehouse.reviews.reviews import Review
from warehouse.reviews.visible_reviews import ReportFigures
from warehouse.settings import Settings

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class AllReports:
    """What was written.

    Attributes:
        files: The files, by name.
        without: Unit name → why the build has no figures of that period.
    """

    files: tuple[Path, ...]
    without: dict[str, ReviewError]


def write_all(
    settings: Settings,
    by: Identity,
    period: str,
    kinds: Iterable[str],
    folder: Path,
    progress: Progress,
) -> AllReports:
    """Writes the reports of every unit of today that an account covers.

    Args:
        settings: Names the home, and how many processes may write.
        by: Who asks.
        period: 2026, 2026-H2, 2026-Q3 or 2026-07.
        kinds: Keys of `WRITERS`.
        folder: Where the files go; made if it is not there.
        progress: Told how many units are done, and of how many.

    Raises:
        ScopeError: The role may not read figures of units.
        AuditError: It could not be recorded: the file is not made.
        DamagedError: The record of reviews was changed.
    """
    figures = ReportFigures(settings, by)
    units = figures.units()
    folder.mkdir(parents=True, exist_ok=True)
    wanted = tuple(kinds)
    files: list[Path] = []
    without: dict[str, ReviewError] = {}
    # a fork would take the reader's threads along half
    pool = ProcessPoolExecutor(settings.threads, mp_context=get_context("spawn"))
    with pool:
        waits: list[Future[list[Path]]] = []
        for unit in units:
            code = str(unit["unit_code"])
            try:
                facts, review = figures.of(code, period)
            except ReviewError as error:
                without[str(unit["unit_name"])] = error
                continue
            for kind in wanted:
                note_report(settings, by, facts, kind)
            waits.append(pool.submit(_write, facts, review, wanted, folder))
            progress(sum(one.done() for one in waits), len(units))
        for done in as_completed(waits):
            files += done.result()
            progress(sum(one.done() for one in waits), len(units))
    return AllReports(tuple(sorted(files)), without)


def _write(
    facts: Facts, review: Review | None, kinds: tuple[str, ...], folder: Path
) -> list[Path]:
    """Writes the files of one unit, each under a name of its own until it is whole."""
    written = []
    for kind, content in made_files(facts, review, kinds):
        path = folder / file_name(facts, kind)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        os.replace(part, path)
        written.append(path)
    return written
