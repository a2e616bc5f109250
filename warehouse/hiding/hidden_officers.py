"""Which figures of officers are hidden beside those about too few ballots.

What is shown of a unit less what is shown of its officers is what the others got, and
a year less its shown quarters is the quarter left. So wherever cells are hidden, at
least two of them and enough ballots stand behind every such difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

# officer_code, unit_key, period_type, period, measure
OfficerCell = tuple[str, str, str, str, str]
# Three thirds of a person are one.
_ROUNDING = 1e-6
_FINEST_FIRST = ("month", "quarter", "half", "year")


def hidden_officer_cells(
    rows: Iterable[Mapping[str, Any]], min_n: int
) -> set[OfficerCell]:
    """Chooses the cells to hide.

    Args:
        rows: officer_code, unit_key, period_type, period, measure and n above zero;
            n_repeats of the n where people gave several of them, and n_shared, what
            is left out of n if each counts as its part of a person's ballots of
            that year.
        min_n: Fewest ballots a figure of an officer may rest on, and fewest people.
    """
    units: dict[tuple[str, str], _Unit] = {}
    for row in rows:
        unit = units.setdefault((row["unit_key"], row["measure"]), _Unit(min_n))
        place = (row["officer_code"], (row["period_type"], row["period"]))
        n = int(row["n"])
        n_people = n - float(row.get("n_repeats") or 0)
        unit.add(place, n, n_people, n - float(row.get("n_shared") or 0))
    return {
        (officer, unit_key, *period, measure)
        for (unit_key, measure), unit in units.items()
        for officer, period in unit.hide()
    }


def with_repeats(
    rows: Iterable[Mapping[str, Any]], repeats: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Cells with what is known of people who gave several of their ballots.

    Args:
        rows: Cells as `hidden_officer_cells` takes them.
        repeats: officer_code, period_type, period, measure, n_repeats and n_shared.
    """
    names = ("officer_code", "period_type", "period", "measure")
    known = {tuple(row[name] for name in names): row for row in repeats}
    return [{**known.get(tuple(row[n] for n in names), {}), **row} for row in rows]


def windows_of_hidden(
    rows: Iterable[Mapping[str, Any]], hidden: Collection[OfficerCell], m: int
) -> set[OfficerCell]:
    """Cells whose last m periods hold a hidden one: what rests on them is not shown.

    However coarse, a figure over several periods gives with the shown ones the ballots
    of the hidden one back.

    Args:
        rows: officer_code, unit_key, period_type, period and measure of every cell.
        hidden: The hidden cells.
        m: Periods in a window; all before where it is 0.
    """
    cells = [
        (r["officer_code"], r["unit_key"], r["period_type"], r["period"], r["measure"])
        for r in rows
    ]
    periods: dict[tuple[str, str], list[str]] = {}
    for _, _, kind, period, measure in cells:
        periods.setdefault((kind, measure), []).append(period)
    places = {
        key: {period: i for i, period in enumerate(sorted(set(names)))}
        for key, names in periods.items()
    }
    gone: dict[tuple[str, str, str], list[int]] = {}
    for officer, _, kind, period, measure in hidden:
        place = places[kind, measure][period]
        gone.setdefault((officer, kind, measure), []).append(place)

    def is_gone(cell: OfficerCell) -> bool:
        officer, _, kind, period, measure = cell
        end = places[kind, measure][period]
        return any(
            place <= end and (not m or place > end - m)
            for place in gone.get((officer, kind, measure), ())
        )

    return {cell for cell in cells if is_gone(cell)}


Period = tuple[str, str]
Place = tuple[str, Period]


class _Unit:
    """Officers by periods of one unit and one measure."""

    def __init__(self, min_n: int) -> None:
        self.min_n = min_n
        self.n: dict[Place, int] = {}
        # people of one place, and their parts, which add up over places of a year
        self.people: dict[Place, float] = {}
        self.parts: dict[Place, float] = {}
        self.hidden: set[Place] = set()

    def add(self, place: Place, n: int, n_people: float, n_parts: float) -> None:
        self.n[place] = n
        self.people[place], self.parts[place] = n_people, n_parts

    def hide(self) -> set[Place]:
        self.hidden = {place for place, n in self.people.items() if n < self.min_n}
        groups = [*self._of_periods(), *self._of_years()]
        is_settled = not self.hidden
        while not is_settled:
            is_settled = sum(self._close(*group) for group in groups) == 0
        return self.hidden

    def _of_periods(self) -> list[tuple[Place | None, list[Place]]]:
        """All officers of a period; their total may be on another page."""
        found: dict[Period, list[Place]] = {}
        for place in self.n:
            found.setdefault(place[1], []).append(place)
        return [(None, places) for places in found.values()]

    def _of_years(self) -> list[tuple[Place | None, list[Place]]]:
        """A period of an officer and all shorter ones of one kind that make it up."""
        by_officer: dict[str, list[Period]] = {}
        for officer, period in self.n:
            by_officer.setdefault(officer, []).append(period)
        found: list[tuple[Place | None, list[Place]]] = []
        for officer, periods in by_officer.items():
            for whole in periods:
                for kind in _FINEST_FIRST[: _FINEST_FIRST.index(whole[0])]:
                    parts = [
                        (officer, part)
                        for part in periods
                        if part[0] == kind and is_within(part[1], whole[1])
                    ]
                    if parts:
                        found.append(((officer, whole), parts))
        return found

    def _close(self, whole: Place | None, parts: list[Place]) -> bool:
        """Hides one more place if a difference reveals too much; says if it did."""
        hidden = [place for place in parts if place in self.hidden]
        is_whole_hidden = whole is not None and whole in self.hidden
        if not hidden and not is_whole_hidden:
            return False
        if is_whole_hidden and hidden:
            return False
        if not is_whole_hidden and len(hidden) >= 2 and self._are_many(hidden):
            return False
        shown = [place for place in parts if place not in self.hidden]
        if shown:
            self.hidden.add(min(shown, key=lambda place: (self.n[place], place)))
            return True
        if whole is not None and not is_whole_hidden:
            self.hidden.add(whole)
            return True
        return False

    def _are_many(self, places: list[Place]) -> bool:
        """Whether enough people are behind places together, whoever is in several."""
        n_parts = sum(self.parts[place] for place in places)
        most = max(self.people[place] for place in places)
        return max(n_parts + _ROUNDING, most) >= self.min_n


def is_within(period: str, longer: str) -> bool:
    """Whether a month, quarter or half lies in a longer period.

    >>> is_within("2026-08", "2026-Q3"), is_within("2026-Q3", "2026-H1")
    (True, False)
    """
    return _months(period) <= _months(longer)


@cache
def _months(period: str) -> frozenset[str]:
    year, _, part = period.partition("-")
    if not part:
        months = range(1, 13)
    elif part[0] == "Q":
        months = range(int(part[1]) * 3 - 2, int(part[1]) * 3 + 1)
    elif part[0] == "H":
        months = range(int(part[1]) * 6 - 5, int(part[1]) * 6 + 1)
    else:
        months = range(int(part), int(part) + 1)
    return frozenset(f"{year}-{month:02d}" for month in months)
