"""All that is said of ballots of the counter, in one system over months and tools.

A month is a part of its quarter, of what a wave of the counter holds of it, and of the
gap of a survey that lasts it. The attacker takes the ballots that two pages count for
the same wherever they are: more can be known by nobody.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from tests.security.small_numbers.attacked_province import Province
from tests.security.small_numbers.shown_slices import Slice
from tests.security.small_numbers.solver import Cell, widths
from warehouse.hiding.hidden_cells import connected
from warehouse.hiding.hidden_waves import half_of, quarter_of, quarters_between

OVERALL = "overall"
_NEAR = 1e-6
# unit of the day, tool and month
Atom = Any


class Joined(NamedTuple):
    """Cells of quarters that hang together.

    Attributes:
        parts: Cell → the ballots it is made of, and what part of each.
        read: Cell → at least and at most how many are in it.
        true: Cell → how many there are.
    """

    parts: dict[Cell, dict[Cell, float]]
    read: dict[Cell, tuple[float, float]]
    true: dict[Cell, float]


def joined_periods(province: Province, slices: Mapping[Any, Slice]) -> list[Joined]:
    """One system for the quarters that a wave or a half-year joins."""
    months = {r["month"] for r in province.tables["agg_ballot_months"]}
    links = [[quarter_of(month), half_of(quarter_of(month))] for month in months]
    links += [list(quarters) for quarters in _quarters_of_waves(province).values()]
    return [
        _joined(province, slices, quarters, months) for quarters in connected(links)
    ]


def narrow_joined(joined: Joined, k: float) -> dict[Cell, float]:
    """Cells of few that what is read leaves less room than k."""
    small = [name for name, n in joined.true.items() if 0 < n < k]
    found = widths_by_part(joined.parts, joined.read, small)
    return {name: width for name, width in found.items() if width < k - _NEAR}


def _joined(
    province: Province,
    slices: Mapping[Any, Slice],
    quarters: Iterable[str],
    months: Iterable[date],
) -> Joined:
    months = sorted(month for month in months if quarter_of(month) in quarters)
    true = _true_atoms(province, months)
    tools = sorted({tool for _, tool, _ in true})
    by_leaf: dict[str, list[Atom]] = defaultdict(list)
    for atom in true:
        by_leaf[atom[0]].append(atom)
    joined = Joined({}, {}, {})
    for name, slice_, of_tools, of_months in _named(province, slices, tools, months):
        for group in province.shares:
            parts: dict[Cell, float] = {
                atom: share
                for leaf, share in province.shares[group].items()
                for atom in by_leaf.get(leaf, ())
                if atom[1] in of_tools and atom[2] in of_months
            }
            if not parts:
                continue
            cell = (*name, *group)
            n = sum(true[atom] * share for atom, share in parts.items())
            joined.parts[cell], joined.true[cell] = parts, n
            low, high = slice_.read.get(group, (0.0, float("inf")))
            if abs(slice_.true.get(group, 0.0) - n) > 0.01:
                # it counts others too, or the same ballots otherwise
                low = 0.0
            if group in slice_.read and high >= n - _NEAR:
                joined.read[cell] = (low, high)
    return joined


def _named(
    province: Province,
    slices: Mapping[Any, Slice],
    tools: list[str],
    months: list[date],
) -> Iterator[tuple[tuple[Any, ...], Slice, list[str], list[date]]]:
    """What pages count, by its name in the slices, and which ballots these are."""
    name: tuple[Any, ...]
    for month in months:
        yield ("month", month), slices["n_ballots", month], tools, [month]
        for tool in tools:
            if (name := ("tool", tool, month)) in slices:
                yield name, slices[name], [tool], [month]
    by_period = defaultdict(list)
    for month in months:
        quarter = quarter_of(month)
        by_period[quarter].append(month)
        by_period[half_of(quarter)].append(month)
    for period, inside in by_period.items():
        for tool in tools:
            if (name := ("period", tool, period)) in slices:
                yield name, slices[name], [tool], inside
    own = {wave["wave_code"]: wave for wave in province.tables["dim_waves"]}
    for code, quarters in _quarters_of_waves(province).items():
        tool = f"{own[code]['instrument']}/{own[code]['mode']}"
        of_wave = [month for month in months if quarter_of(month) in quarters]
        if of_wave and ("response", code) in slices:
            yield ("wave", code), slices["response", code], [tool], of_wave
    for wave in own.values():
        name = ("service", _period(wave), OVERALL)
        touched = [month for month in months if _lasts(wave, month)]
        if wave["stream"] == "independent" and touched and name in slices:
            alike = [
                tool for tool in tools if tool.startswith(f"{wave['instrument']}/")
            ]
            yield ("gap", wave["wave_code"]), slices[name], alike, touched


def _true_atoms(province: Province, months: list[date]) -> dict[Atom, float]:
    lowest = province.lowest
    return {
        (row["unit_key"], row["tool"], row["month"]): float(row["n_ballots"])
        for row in province.tables["agg_ballot_months"]
        if row["map"] == "then" and row["unit_key"] in lowest and row["month"] in months
    }


def _quarters_of_waves(province: Province) -> dict[str, list[str]]:
    last = max(row["month"] for row in province.tables["agg_ballot_months"])
    return {
        wave["wave_code"]: quarters_between(
            wave["opened_on"], wave["closed_on"] or last
        )
        for wave in province.tables["dim_waves"]
        if wave["stream"] == "service" and wave["opened_on"]
    }


def _period(wave: Mapping[str, Any]) -> str:
    return quarter_of(wave["opened_on"]) if wave["opened_on"] else ""


def _lasts(wave: Mapping[str, Any], month: date) -> bool:
    """Whether a survey was in the field all of a month."""
    end = month.replace(day=monthrange(month.year, month.month)[1])
    opened, closed = wave["opened_on"], wave["closed_on"]
    return bool(opened and closed and opened <= month and end <= closed)


def widths_by_part(
    parts: Mapping[Cell, Mapping[Cell, float]],
    read: Mapping[Cell, tuple[float, float]],
    targets: Iterable[Cell],
) -> dict[Cell, float]:
    """As `widths`, in systems that have nothing in common one by one.

    What is read of a single unit, tool and month is known and part of none.
    """
    known = {
        atom: low
        for cell, (low, high) in read.items()
        if low == high and len(parts[cell]) == 1
        for atom, share in parts[cell].items()
        if share == 1.0
    }
    open_parts = {
        cell: {atom: share for atom, share in of.items() if atom not in known}
        for cell, of in parts.items()
    }
    gone = {
        cell: sum(share * known[atom] for atom, share in of.items() if atom in known)
        for cell, of in parts.items()
    }
    rows = [cell for cell in read if open_parts[cell]]
    groups = connected([list(open_parts[cell]) for cell in rows])
    found = dict.fromkeys(targets, 0.0)
    for group in groups:
        of_group = {
            cell: {atom: s for atom, s in open_parts[cell].items() if atom in group}
            for cell in {*rows, *found}
        }
        of_group = {cell: of for cell, of in of_group.items() if of}
        asked = [cell for cell in found if cell in of_group]
        inside = {
            cell: (read[cell][0] - gone[cell], read[cell][1] - gone[cell])
            for cell in rows
            if cell in of_group
        }
        for cell, width in widths(of_group, inside, asked).items():
            found[cell] += width
    free = {atom for of in open_parts.values() for atom in of}.difference(*groups)
    for cell in found:
        if free & open_parts[cell].keys():
            found[cell] = float("inf")
    return found
