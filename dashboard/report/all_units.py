"""Reports of all units of a period: read once what they share, written side by side.

Figures are read here, by the account that asks; writing files needs no data and is
done by processes of their own, one per processor. A report is on record before its
file is there, and a file is whole or not there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from dashboard.report.files import PRINTED, named_files, note_report
from warehouse.errors import ReviewError
from warehouse.people.account_rows import Identity
from warehouse.reviews.facts import Facts
from warehouse.reviews.reviews import Review
from warehouse.reviews.visible_reviews import ReportFigures
from warehouse.settings import Settings

Progress = Callable[[int, int], None]
Reported = tuple[Facts, Review | None]
PRINTED_TOGETHER = 6
"""Reports that LibreOffice prints at once: more would leave a processor idle."""


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
    n_together = PRINTED_TOGETHER if PRINTED.keys() & set(wanted) else 1
    files: list[Path] = []
    without: dict[str, ReviewError] = {}
    # a fork would take the reader's threads along half
    pool = ProcessPoolExecutor(settings.threads, mp_context=get_context("spawn"))
    with pool:
        waits: dict[Future[list[Path]], int] = {}
        read: list[Reported] = []

        def hand_on() -> None:
            waits[pool.submit(_write, tuple(read), wanted, folder)] = len(read)
            read.clear()

        def tell() -> None:
            progress(sum(n for one, n in waits.items() if one.done()), len(units))

        for unit in units:
            code = str(unit["unit_code"])
            try:
                facts, review = figures.of(code, period)
            except ReviewError as error:
                without[str(unit["unit_name"])] = error
                continue
            for kind in wanted:
                note_report(settings, by, facts, kind)
            read.append((facts, review))
            if len(read) == n_together:
                hand_on()
            tell()
        if read:
            hand_on()
        for done in as_completed(waits):
            files += done.result()
            tell()
    return AllReports(tuple(sorted(files)), without)


def _write(
    reports: Sequence[Reported], kinds: tuple[str, ...], folder: Path
) -> list[Path]:
    """Writes files of some units, each under a name of its own until it is whole."""
    written = []
    for name, content in named_files(reports, kinds):
        path = folder / name
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        os.replace(part, path)
        written.append(path)
    return written
