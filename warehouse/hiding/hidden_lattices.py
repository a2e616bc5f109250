"""The fixed lattices of published figures and the cells hidden in each.

A lattice is everything that is shown of the same people: pairs of waves, months with
the quarters of the independent survey, whole waves, officers.
Each is fixed when a build is opened, so no choice on a page makes a group that was
not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.hiding.blocks import Block, Cell, Place, block_of
from warehouse.hiding.hidden_ballots import ballot_blocks
from warehouse.hiding.hidden_cells import Geography, Units
from warehouse.hiding.hidden_checks import CHECKED, hidden_checks
from warehouse.hiding.hidden_gaps import hidden_gaps, read_gaps, survey_blocks
from warehouse.hiding.hidden_groups import GROUPS, hidden_group_cells
from warehouse.hiding.hidden_halves import hidden_halves
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
    rows_if_built,
    wave_counts,
)
from warehouse.hiding.people import REPEATS, repeats_of
from warehouse.hiding_thresholds import MIN_OFFICER_BALLOTS, MIN_PEOPLE

LATTICES: dict[str, tuple[str, ...]] = {
    "pair": ("map", "unit_key", "before_wave", "after_wave"),
    "group": ("map", "unit_key", "before_wave", "after_wave", "group_kind"),
    "wave": ("map", "unit_key", "wave_code"),
    "month": ("map", "unit_key", "month"),
    "period": ("map", "unit_key", "period"),
    "gap": ("map", "unit_key", "period"),
    "check": ("map", "unit_key", "item_code", "period"),
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
_WAVES = """
select wave_code, stream, opened_on::date as opened_on,
    closed_on::date as closed_on,
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
_AS_OF = "select data_as_of::date as day from main.dim_build"
_PARENTS = "select unit_key, parent_unit_key from main.dim_units"
_SUCCESSIONS = """
select old_unit_key, new_unit_key
from main.bridge_unit_succession
where new_unit_key is not null
order by all
"""


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
    tools = ask(_TOOLS)
    [as_of] = [row["day"] for row in rows_if_built(ask, _AS_OF)] or [None]
    gaps = read_gaps(ask, waves)
    blocks = [
        *wave_blocks(pairs, counts),
        *ballot_blocks(months, waves, counts, tools, as_of),
        *survey_blocks(waves, counts, gaps),
    ]
    repeats = repeats_of(rows_if_built(ask, REPEATS))
    hidden: set[Cell] = set()
    for block in blocks:
        hidden |= block.hidden(geography, k, repeats)
    hidden |= hidden_gaps(gaps, waves, months, counts, hidden, geography, k, repeats)
    hidden |= hidden_halves(months, tools, hidden, geography.parents, k, repeats, as_of)
    hidden |= {
        ("signal", map_, unit, "satisfied_share", month)
        for _, map_, unit, month in (cell for cell in hidden if cell[0] == "month")
    }
    of_gaps = {cell[1:] for cell in hidden if cell[0] == "gap"}
    checks = hidden_checks(rows_if_built(ask, CHECKED), of_gaps)
    hidden |= {("check", *cell) for cell in checks}
    whole = [cell[1:] for cell in hidden if cell[0] == "wave"]
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


def wave_blocks(pairs: Iterable[Row], counts: Iterable[WaveCount] = ()) -> list[Block]:
    """One block per wave that no month counts, with the pairs that it is part of.

    Each wave has one pattern of its own people, whatever it is compared with: a pair
    is hidden by either. So a wave that comes later, or waits, changes no earlier one.

    Args:
        pairs: map, unit_key, before_wave, after_wave, item_code, n_before, n_after.
        counts: People of every wave.
    """
    maps: dict[str, dict[str, Units]] = {}
    places: dict[str, set[Place]] = {}
    for row in pairs:
        pair = (row["before_wave"], row["after_wave"])
        for side, wave in zip(("before", "after"), pair, strict=True):
            units = maps.setdefault(wave, {}).setdefault(row["map"], {})
            people = float(row[f"n_{side}"] or 0)
            units.setdefault(row["unit_key"], {})[wave, row["item_code"]] = people
            places.setdefault(wave, set()).add(("pair", pair))
    for count in counts:
        if count.wave_code in places or not count.periods:
            count.add_to(maps.setdefault(count.wave_code, {}))
    return [
        block_of(of_wave, {("wave", (wave,)), *places.get(wave, ())})
        for wave, of_wave in maps.items()
    ]
