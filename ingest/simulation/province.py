"""Writes the simulated province: source files as offices export them, and its truth.

The province is invented; every file says so in its name. What the files hide is in
`truth.json`, so that tests can ask whether the system finds it back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.simulation import surveys
from ingest.simulation.clock import N_MONTHS
from ingest.simulation.fieldwork import with_invented, write_contacts
from ingest.simulation.files.ballots import BallotFiles
from ingest.simulation.files.books import write_books
from ingest.simulation.files.boundaries import write_boundaries
from ingest.simulation.files.cases import CaseFiles
from ingest.simulation.files.citizen_duties import write_citizen_duties
from ingest.simulation.files.dossiers import DossierLists, MonthlyReports
from ingest.simulation.files.drawn_wave import DrawnWave
from ingest.simulation.files.drawn_waves import write_drawn_waves
from ingest.simulation.files.duties import write_duties
from ingest.simulation.files.lists import write_lists
from ingest.simulation.files.petitions import write_petitions
from ingest.simulation.files.running_wave import (
    FIRST_MONTH,
    RunningWave,
    write_running_wave,
)
from ingest.simulation.files.service import ServiceFiles
from ingest.simulation.petitions import draw_petitions
from ingest.simulation.planted import Planted
from ingest.simulation.response import forms_handed_out, write_forms
from ingest.simulation.service import Counter
from ingest.simulation.tables import exports
from ingest.simulation.truth import Truth, write_truth
from ingest.simulation.world import FIRST_SERVICE_MONTH, World, draw_world
from warehouse.errors import ThanThienError

MARKER = "MO_PHONG.txt"
TRUTH = "truth.json"
MIN_CASES, MAX_CASES = 1_000, 10_000_000
_MARKER_TEXT = """DỮ LIỆU MÔ PHỎNG
Mọi đơn vị, con người, hồ sơ, phiếu và đơn thư trong thư mục này đều do máy bịa ra.
Simulated data: every unit, person, case, ballot and petition here is invented.
"""


@dataclass(frozen=True)
class ProvinceSummary:
    """What was written.

    Attributes:
        folder: Folder of the files.
        files: Source files in the order offices would deliver them.
        n_cases: Cases received (not counting their later versions).
        n_case_rows: Case records in all exports, repeated ones not counted.
        n_ballots: Ballots of all waves.
        n_petitions: Petitions.
        truth_path: The planted truth.
        running: A wave still in the field; None where it was not asked for.
        drawn: Waves that were drawn from households and as visits, with it; their
            ballots are no part of `files`, as each has a spec of its own.
    """

    folder: Path
    files: tuple[Path, ...]
    n_cases: int
    n_case_rows: int
    n_ballots: int
    n_petitions: int
    truth_path: Path
    running: RunningWave | None = None
    drawn: tuple[DrawnWave, ...] = ()


def write_province(
    folder: Path,
    *,
    n_cases: int = 60_000,
    seed: int = 20260701,
    has_effect: bool = True,
    n_service_ballots: int | None = None,
    has_running_wave: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> ProvinceSummary:
    """Writes the simulated province into `folder`.

    The same arguments give the same bytes.

    Args:
        folder: Made if missing. One written before is written anew.
        n_cases: Cases from January 2024 to October 2026.
        seed: Seed of everything drawn.
        has_effect: False plants no effect at all: before and after are the same
            distribution in every unit and item.
        n_service_ballots: About how many ballots are filled in at counters;
            by default 0.3 per case.
        has_running_wave: Write a wave of the Front besides that is still asked when
            the data end, and two that were drawn from households and as visits; all
            other files stay the same, byte for byte.
        progress: Called with months done and months in all.

    Raises:
        ThanThienError: `n_cases` is out of range, or the folder holds files that
            are not simulated.
    """
    _check(folder, n_cases)
    _clear(folder)
    world = draw_world(
        n_cases=n_cases,
        seed=seed,
        has_effect=has_effect,
        n_service_ballots=n_service_ballots,
    )
    return _write_all(world, folder, progress, has_running_wave=has_running_wave)


def _write_all(
    world: World,
    folder: Path,
    progress: Callable[[int, int], None] | None,
    *,
    has_running_wave: bool,
) -> ProvinceSummary:
    (folder / MARKER).write_text(_MARKER_TEXT, encoding="utf-8")
    planted = Planted()
    shares = surveys.draw_shares(world)
    files = write_lists(world, shares, folder) + write_duties(world, folder)
    files += write_citizen_duties(world, folder) + write_books(world, folder)
    files += write_boundaries(world, folder)
    survey_files, n_ballots = _write_waves(world, shares, folder, planted)
    months = _Months(world, folder, planted, has_running_wave=has_running_wave)
    months.write(progress)
    running = months.running() if has_running_wave else None
    petitions = draw_petitions(world)
    files += months.files + survey_files
    files += write_petitions(world, petitions, folder, planted)
    truth = months.truth.as_dict(shares, months.counter, planted)
    drawn: tuple[DrawnWave, ...] = ()
    if running is not None:
        files += running.files
        n_ballots += running.n_ballots
        truth["running_wave"] = running.truth
        more = write_drawn_waves(world, running.returned, folder)
        drawn, files = more.waves, [*files, *more.lists]
        n_ballots += sum(wave.n_ballots for wave in drawn)
        truth["drawn_waves"] = [wave.truth for wave in drawn]
    write_truth(folder / TRUTH, truth)
    return ProvinceSummary(
        folder=folder,
        files=tuple(files),
        n_cases=world.n_cases,
        n_case_rows=months.n_case_rows,
        n_ballots=n_ballots + months.service.n_ballots,
        n_petitions=len(petitions),
        truth_path=folder / TRUTH,
        running=running,
        drawn=drawn,
    )


def _check(folder: Path, n_cases: int) -> None:
    if not MIN_CASES <= n_cases <= MAX_CASES:
        raise ThanThienError(
            "number of simulated cases",
            n_cases,
            f"from {MIN_CASES} to {MAX_CASES}",
            "choose a number between them",
        )
    folder.mkdir(parents=True, exist_ok=True)
    others = [p.name for p in folder.iterdir() if not _is_ours(p)]
    if others:
        raise ThanThienError(
            "folder",
            str(folder),
            f"it holds files that are not simulated: {', '.join(sorted(others)[:3])}",
            "choose an empty folder",
        )


def _is_ours(path: Path) -> bool:
    return "MO_PHONG" in path.name or path.name == TRUTH


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file() and _is_ours(path):
            path.unlink()


def _write_waves(
    world: World, shares: surveys.Shares, folder: Path, planted: Planted
) -> tuple[list[Path], int]:
    out = BallotFiles(world, folder, planted)
    before = surveys.before_wave(world, shares)
    after = surveys.after_wave(world, shares)
    phone = surveys.phone_wave(world, shares)
    supervision = surveys.supervision_wave(world)
    independent = [
        with_invented(world, wave) for wave in surveys.independent_waves(world)
    ]
    out.before(before)
    out.after(after)
    out.phone(phone)
    for wave in independent:
        out.independent(wave)
    out.supervision(supervision)
    waves = [before, after, phone, supervision, *independent]
    forms = write_forms(world, waves, folder)
    handed_out = forms_handed_out(world, waves).to_pandas()
    contacts = write_contacts(world, independent, handed_out, folder, planted)
    return [*out.files, forms, contacts], sum(len(wave.unit) for wave in waves)


class _Months:
    """The months in order: cases, steps, dossier lists, ballots, truth."""

    def __init__(
        self, world: World, folder: Path, planted: Planted, *, has_running_wave: bool
    ) -> None:
        self.world = world
        self.folder = folder
        self.has_running_wave = has_running_wave
        self.truth = Truth(world)
        self.counter = Counter(world)
        self.cases = CaseFiles(world, folder, planted)
        self.lists = DossierLists(world, folder, planted)
        self.reports = MonthlyReports(world)
        self.service = ServiceFiles(world, folder, planted)
        self.n_case_rows = 0
        self.files: list[Path] = []

    def running(self) -> RunningWave:
        out = BallotFiles(self.world, self.folder, Planted())
        return write_running_wave(self.world, self.cases, out)

    def write(self, progress: Callable[[int, int], None] | None) -> None:
        for month, received, shown in exports(self.world):
            is_printed = self.lists.printed(month, shown)
            self.lists.write(month, shown[is_printed])
            self.cases.write_sync(month, shown[~is_printed])
            self.cases.write_steps(month, shown)
            if self.has_running_wave and month >= FIRST_MONTH:
                self.cases.keep_for_frame(month, shown)
            self.reports.count(month, received)
            self.truth.count(received)
            self.counter.returned(month, received)
            if month >= FIRST_SERVICE_MONTH:
                self.service.write(month, self.counter)
            self.n_case_rows += len(shown)
            if progress is not None:
                progress(month + 1, N_MONTHS)
        self.service.write_tablets()
        self.files = [
            *self.cases.files,
            *self.lists.files,
            *self.reports.write(self.folder),
            *self.service.files,
        ]
