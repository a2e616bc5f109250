"""The fixed lattices of published figures and the cells hidden in each.

A lattice is everything that is shown of the same people: pairs of waves, months with
the quarters of the independent survey, whole waves, officers.
Each is fixed when a build is opened, so no choice on a page makes a group that was
not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.hiding.hidden_cells import Geography, Units, connected, hidden_units
from warehouse.hiding.hidden_groups import GROUPS, hidden_group_cells
from warehouse.hiding.hidden_officers import (
    hidden_officer_cells,
    windows_of_hidden,
    with_repeats,
)
from warehouse.hiding.hidden_restated import RESTATED, hidden_restated
from warehouse.hiding.hidden_staff import hidden_staff
from warehouse.hiding.hidden_waves import (
    Ask,
    Row,
    WaveCount,
    quarter_of,
    quarters_between,
    rows_if_built,
    wave_counts,
)
from warehouse.hiding.people import (
    NO_REPEATS,
    REPEATS,
    Repeats,
    repeats_of,
    with_people,
)
from warehouse.hiding_thresholds import MIN_OFFICER_BALLOTS, MIN_PEOPLE

# Name of a lattice and the values of its columns.
Cell = tuple[Any, ...]

LATTICES: dict[str, tuple[str, ...]] = {
    "pair": ("map", "unit_key", "before_wave", "after_wave"),
    "group": ("map", "unit_key", "before_wave", "after_wave", "group_kind"),
    "wave": ("map", "unit_key", "wave_code"),
    "month": ("map", "unit_key", "month"),
    "gap": ("map", "unit_key", "period"),
    "signal": ("map", "unit_key", "measure", "month"),
    "voice": ("map", "unit_key", "period_type", "period"),
    "restated": ("figure", "map", "unit_key", "whole_period"),
    "signed": ("map", "unit_key"),
    "asked": ("unit_key", "period_type", "period"),
    "officer": ("officer_code", "unit_key", "period_type", "period", "measure"),
    "officer_window": ("officer_code", "unit_key", "period_type", "period", "measure"),
    "officer_case": ("officer_code", "period_type", "period"),
}

_PAIRS = """
select map, unit_key, before_wave, after_wave, item_code, n_before, n_after
from main.stat_before_after
where item_kind = 'item'
order by all
"""
_MONTHS = """
select map, unit_key, month, n_ballots
from main.agg_unit_months
order by all
"""
# each tool's ballots of a month stand beside those of all tools
_TOOLS = """
select map, unit_key, tool, month, n_ballots
from main.agg_ballot_months
order by all
"""
_GAPS = """
select map, unit_key, period, item_code, n_service, n_independent
from main.stat_independent_gaps
order by all
"""
_WAVES = """
select wave_code, stream, opened_on, closed_on
from main.dim_waves
where opened_on is not null
order by all
"""
_OFFICERS = """
select officer_code, unit_key, period_type, period, measure, n
from main.stat_officer_periods
where n > 0
order by all
"""
# Each unit stands where an officer does: among its neighbours, whose sum is the unit
# above, and in the periods that its longer ones are made of.
_VOICES = """
select
    index.unit_key as officer_code,
    index.map || '/' || coalesce(units.parent_unit_key, '') as unit_key,
    index.period_type,
    index.period,
    index.map as measure,
    floor(index.n_finished - index.n_silent)::bigint as n
from main.idx_decision_766 as index
left join main.dim_units as units on index.unit_key = units.unit_key
where index.n_finished - index.n_silent > 0
order by all
"""
_OFFICER_CASES = """
select
    officer_code,
    min(unit_key) as unit_key,
    period_type,
    period,
    'cases' as measure,
    max(n_cases) as n
from main.stat_officer_periods
where n_cases > 0
group by all
order by all
"""
# Ballots about officers, and dossiers with a voice, beyond the first of a person.
_OFFICER_REPEATS = """
select officer_code, period_type, period, 'satisfied_share' as measure,
    n_repeats, n_shared,
from main.agg_officer_repeats
order by all
"""
_VOICE_REPEATS = """
select unit_key as officer_code, period_type, period, map as measure,
    n_repeats, n_shared,
from main.agg_index_repeats
order by all
"""
_WINDOW = """
select max(value)::bigint as m
from main.dim_thresholds
where threshold = 'low_periods_m'
"""
_PARENTS = "select unit_key, parent_unit_key from main.dim_units"
_SUCCESSIONS = """
select old_unit_key, new_unit_key
from main.bridge_unit_succession
where new_unit_key is not null
order by all
"""


@dataclass(frozen=True)
class _Block:
    """Slices of one lattice that share a pattern, and the cells they stand for."""

    maps: Mapping[str, Units]
    cells: frozenset[tuple[str, tuple[Any, ...]]]

    def hidden(
        self, geography: Geography, k: int, repeats: Repeats = NO_REPEATS
    ) -> set[Cell]:
        maps = with_people(self.maps, repeats)
        found = hidden_units(maps.get("then", {}), maps.get("today", {}), geography, k)
        return {
            (lattice, map_, unit, *names)
            for map_, unit in found
            for lattice, names in self.cells
        }


def all_hidden_cells(ask: Ask, k: int = MIN_PEOPLE) -> frozenset[Cell]:
    """Chooses the hidden cells of every lattice of one build.

    Args:
        ask: Runs one select in the build.
        k: Fewest people a figure may be about.
    """
    geography = Geography(
        {row["unit_key"]: row["parent_unit_key"] for row in ask(_PARENTS)},
        tuple((row["old_unit_key"], row["new_unit_key"]) for row in ask(_SUCCESSIONS)),
    )
    months, waves = ask(_MONTHS), ask(_WAVES)
    last = max((row["month"] for row in months), default=None)
    counts = wave_counts(ask, waves, last)
    pairs = ask(_PAIRS)
    blocks = [
        *pair_blocks(pairs, counts),
        *ballot_blocks(months, ask(_GAPS), waves, counts, ask(_TOOLS)),
        *lone_blocks(pairs, counts),
    ]
    repeats = repeats_of(rows_if_built(ask, REPEATS))
    hidden: set[Cell] = set()
    for block in blocks:
        hidden |= block.hidden(geography, k, repeats)
    hidden |= {
        ("signal", map_, unit, "satisfied_share", month)
        for _, map_, unit, month in (cell for cell in hidden if cell[0] == "month")
    }
    whole = [(m, u, b, a) for _, m, u, b, a in (c for c in hidden if c[0] == "pair")]
    groups = hidden_group_cells(
        rows_if_built(ask, GROUPS), whole, geography, k, repeats
    )
    hidden |= {("group", *cell) for cell in groups}
    hidden |= _voices(ask, k) | hidden_staff(ask, geography, k)
    restated = hidden_restated(rows_if_built(ask, RESTATED), hidden, geography, k)
    hidden |= {("restated", *cell) for cell in restated}
    return frozenset(hidden | _officers(ask))


def _voices(ask: Ask, k: int) -> set[Cell]:
    rows = with_repeats(rows_if_built(ask, _VOICES), rows_if_built(ask, _VOICE_REPEATS))
    found = hidden_officer_cells(rows, k)
    return {("voice", map_, unit, *period) for unit, _, *period, map_ in found}


def _officers(ask: Ask) -> set[Cell]:
    rows = with_repeats(ask(_OFFICERS), rows_if_built(ask, _OFFICER_REPEATS))
    hidden = hidden_officer_cells(rows, MIN_OFFICER_BALLOTS)
    [window] = rows_if_built(ask, _WINDOW) or [{"m": None}]
    windows = windows_of_hidden(rows, hidden, int(window["m"] or 0))
    cases = hidden_officer_cells(
        rows_if_built(ask, _OFFICER_CASES), MIN_OFFICER_BALLOTS
    )
    return {
        *(("officer", *cell) for cell in hidden),
        *(("officer_window", *cell) for cell in windows),
        *(("officer_case", officer, *period) for officer, _, *period, _ in cases),
    }


def pair_blocks(rows: Iterable[Row], counts: Iterable[WaveCount] = ()) -> list[_Block]:
    """One block per group of waves that are compared, directly or in a chain.

    Two patterns for one wave would reveal, side by side, what each of them hides.
    """
    rows = list(rows)
    pairs = {(row["before_wave"], row["after_wave"]) for row in rows}
    blocks = []
    for waves in connected(sorted(pairs)):
        maps: dict[str, Units] = {}
        for row in rows:
            if row["before_wave"] in waves:
                unit = maps.setdefault(row["map"], {}).setdefault(row["unit_key"], {})
                for side in ("before", "after"):
                    slice_ = (row[f"{side}_wave"], row["item_code"])
                    unit[slice_] = float(row[f"n_{side}"] or 0)
        for count in counts:
            if count.wave_code in waves:
                count.add_to(maps)
        cells: set[tuple[str, tuple[Any, ...]]]
        cells = {("pair", pair) for pair in pairs if pair[0] in waves}
        cells |= {("wave", (wave,)) for wave in waves}
        blocks.append(_Block(maps, frozenset(cells)))
    return blocks


def lone_blocks(pairs: Iterable[Row], counts: Iterable[WaveCount]) -> list[_Block]:
    """One block per wave that is neither compared nor shown by months."""
    paired = {row[name] for row in pairs for name in ("before_wave", "after_wave")}
    by_wave: dict[str, dict[str, Units]] = {}
    for count in counts:
        if count.wave_code not in paired and not count.periods:
            count.add_to(by_wave.setdefault(count.wave_code, {}))
    return [
        _Block(maps, frozenset({("wave", (wave,))})) for wave, maps in by_wave.items()
    ]


def ballot_blocks(
    months: Iterable[Row],
    gaps: Iterable[Row],
    waves: Iterable[Row],
    counts: Iterable[WaveCount] = (),
    tools: Iterable[Row] = (),
) -> list[_Block]:
    """Blocks of quarters: their months and waves, and the independent survey's gaps.

    The ballots of a quarter are the sum of its months: shown with one pattern, the
    difference of the two reveals nothing new. A service wave longer than a quarter
    joins its quarters. Who was asked by the independent survey is nobody of these, so
    its waves have blocks of their own; a gap is hidden with either side.
    """
    months, gaps, tools, counts = list(months), list(gaps), list(tools), list(counts)
    days = [row["month"] for row in months]
    quarters = {quarter_of(day) for day in days} | {row["period"] for row in gaps}
    links = [[name] for name in quarters if name is not None]
    waves = list(waves)
    links += _links_of_waves(waves, max(days, default=None))
    asked = {w["wave_code"] for w in waves if w["stream"] == "independent"}
    of_asked = [count for count in counts if count.wave_code in asked]
    counts = [count for count in counts if count.wave_code not in asked]
    blocks = _asked_blocks(gaps, of_asked)
    for names in connected(links):
        maps: dict[str, Units] = {}
        cells: set[tuple[str, tuple[Any, ...]]] = set()
        for row in months:
            if quarter_of(row["month"]) in names:
                unit = maps.setdefault(row["map"], {}).setdefault(row["unit_key"], {})
                unit["ballots", row["month"]] = float(row["n_ballots"] or 0)
                cells.add(("month", (row["month"],)))
        for row in tools:
            if quarter_of(row["month"]) in names:
                unit = maps.setdefault(row["map"], {}).setdefault(row["unit_key"], {})
                slice_ = ("tool", row["tool"], row["month"])
                unit[slice_] = float(row["n_ballots"] or 0)
        for row in gaps:
            if row["period"] in names:
                _add_side(maps, row, "service")
                cells.add(("gap", (row["period"],)))
        for count in counts:
            for period in count.periods & names:
                count.add_to(maps, period)
                cells.add(("wave", (count.wave_code,)))
        blocks.append(_Block(maps, frozenset(cells)))
    return blocks


def _asked_blocks(gaps: Iterable[Row], counts: Iterable[WaveCount]) -> list[_Block]:
    """One block per quarter of the people whom the independent survey asked."""
    maps: dict[str, dict[str, Units]] = {}
    cells: dict[str, set[tuple[str, tuple[Any, ...]]]] = {}
    for row in gaps:
        _add_side(maps.setdefault(row["period"], {}), row, "independent")
        cells.setdefault(row["period"], set()).add(("gap", (row["period"],)))
    for count in counts:
        for period in count.periods:
            count.add_to(maps.setdefault(period, {}), period)
            cells.setdefault(period, set()).add(("wave", (count.wave_code,)))
    return [_Block(maps[period], frozenset(cells[period])) for period in maps]


def _add_side(maps: dict[str, Units], row: Row, side: str) -> None:
    """Counts one side of a gap in a slice of its unit."""
    unit = maps.setdefault(row["map"], {}).setdefault(row["unit_key"], {})
    unit[side, row["period"], row["item_code"]] = float(row[f"n_{side}"] or 0)


def _links_of_waves(waves: Iterable[Row], last: date | None) -> list[list[str]]:
    waves = list(waves)
    links = []
    for asked in (wave for wave in waves if wave["stream"] == "independent"):
        asked_until = asked["closed_on"] or asked["opened_on"]
        for own in (wave for wave in waves if wave["stream"] == "service"):
            until = own["closed_on"] or max(last or asked_until, asked_until)
            if own["opened_on"] <= asked_until and until >= asked["opened_on"]:
                period = quarter_of(asked["opened_on"])
                links.append([period, *quarters_between(own["opened_on"], until)])
    return links
