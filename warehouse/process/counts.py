"""What the committee sees of due process: counts by unit, no officer and no word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from warehouse.hiding_thresholds import MIN_PEOPLE
from warehouse.matters.matters import Matter
from warehouse.matters.record import read_process
from warehouse.matters.steps import WITHDRAWN
from warehouse.process.deadlines import due_on, terms_on
from warehouse.process.evidence import evidence_now, officers_by_unit
from warehouse.process.openings import is_late, waiting
from warehouse.process.outside import outside_now
from warehouse.settings import Settings


@dataclass(frozen=True)
class UnitCounts:
    """Counts of one unit, or of units with few officers together.

    Attributes:
        unit_keys: The units.
        n_officers: Officers posted there now.
        n_flagged: Matters opened, and evidence that waits to be opened.
        n_waiting: Of these, not opened yet.
        n_waiting_late: Of these, past the term since it could have been.
        n_open: Of what is flagged, opened and not finished.
        n_in_time: Of these, with the officer informed within the term.
        n_late: Of these, past the term: informed after it, or not informed yet.
        n_withdrawn: Of these, withdrawn at the data check.
        n_outside: Measures without the steps.
        n_unposted: Of these, about somebody whom no list posts anywhere on that day;
            the province answers for them.
    """

    unit_keys: tuple[str, ...]
    n_officers: int = 0
    n_flagged: int = 0
    n_waiting: int = 0
    n_waiting_late: int = 0
    n_open: int = 0
    n_in_time: int = 0
    n_late: int = 0
    n_withdrawn: int = 0
    n_outside: int = 0
    n_unposted: int = 0


COUNTS = tuple(name for name in UnitCounts.__dataclass_fields__ if name[:2] == "n_")


@dataclass
class _Tally:
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, n: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + n


def counts_by_unit(settings: Settings, today: date) -> list[UnitCounts]:
    """Counts of every unit with something to count, by unit key.

    Units with fewer than five officers stand together, so that no count points at
    somebody; what would leave one unit alone to be worked out joins them.

    Raises:
        NothingPublishedError: There is no build.
    """
    matters = list(read_process(settings).matters.values())
    officers = officers_by_unit(settings)
    tallies: dict[str, _Tally] = {unit: _Tally() for unit in officers}
    for one in waiting(evidence_now(settings), matters):
        tally = tallies.setdefault(one.unit_key, _Tally())
        tally.add("n_flagged")
        tally.add("n_waiting")
        # what nobody opens is late as what nobody decides
        if is_late(settings, one, today):
            tally.add("n_waiting_late")
    for matter in matters:
        term = terms_on(settings, matter.opened_on)
        _count(tallies.setdefault(matter.unit_key, _Tally()), matter, term, today)
    for measure in outside_now(settings, matters, today):
        tally = tallies.setdefault(measure.unit_key, _Tally())
        tally.add("n_outside")
        if not measure.is_posted:
            tally.add("n_unposted")
    units = [
        UnitCounts((unit,), n_officers=officers.get(unit, 0), **tally.counts)
        for unit, tally in sorted(tallies.items())
    ]
    return _together(units)


def total_of(rows: Iterable[UnitCounts]) -> UnitCounts:
    """All units as one."""
    listed = list(rows)
    keys = tuple(key for row in listed for key in row.unit_keys)
    sums = {name: sum(getattr(row, name) for row in listed) for name in COUNTS}
    return UnitCounts(keys, **sums)


def _count(
    tally: _Tally, matter: Matter, terms: Mapping[str, int], today: date
) -> None:
    tally.add("n_flagged")
    if matter.state == WITHDRAWN or matter.steps[-2:][0].state == WITHDRAWN:
        tally.add("n_withdrawn")
        return
    if matter.is_open:
        tally.add("n_open")
    due = due_on(matter.of_round()[0].event.day, "total", terms)
    informed = [step for step in matter.of_round() if step.state == "informed"]
    if informed and informed[-1].event.day <= due:
        tally.add("n_in_time")
    elif informed or today > due:
        tally.add("n_late")


def _together(units: list[UnitCounts]) -> list[UnitCounts]:
    few = [unit for unit in units if unit.n_officers < MIN_PEOPLE]
    rest = sorted(
        (unit for unit in units if unit.n_officers >= MIN_PEOPLE),
        key=lambda unit: (unit.n_officers, unit.unit_keys),
    )
    while few and rest and (len(few) < 2 or total_of(few).n_officers < MIN_PEOPLE):
        few.append(rest.pop(0))
    shown = sorted(rest, key=lambda unit: unit.unit_keys)
    return [*shown, replace(total_of(few))] if few else shown
