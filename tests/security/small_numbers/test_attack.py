"""What the published figures of the simulated province give away: nothing small.

The attacker reads all that the Front may read, waves held back included, and tries
two ways: linear programs over all shown counts of a slice, and plain subtraction of
any shown group from any shown group that holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from tests.security.small_numbers.attacked_province import (
    Group,
    Province,
    read_province,
)
from tests.security.small_numbers.built import built_province
from tests.security.small_numbers.joined_periods import joined_periods, narrow_joined
from tests.security.small_numbers.shown_groups import group_tables, narrow_cells
from tests.security.small_numbers.shown_slices import Slice, group_of, slices_of
from tests.security.small_numbers.solver import (
    Cell,
    narrow_groups,
    narrow_periods,
    widths,
)
from tests.warehouse.hiding.test_hidden_officers import exposed_officers
from warehouse.hiding.hidden_waves import quarter_of
from warehouse.hiding.limits_of_shown import limits_of_shown
from warehouse.stores.run_query import rows_of

K = 5
HALF = 0.5  # parts of split units are no whole people
OFFICERS = """
with officers as (
    select unit_key, officer_code
    from main.agg_officer_cells
    where period_type = $period_type and period = $period
    group by all
    having sum(n_cases) > 0
)

select unit_key, count(*) as n from officers group by unit_key
"""
DENUNCIATIONS = """
select year(received_on)::varchar as year, count(*) as n
from main.fct_petitions
where kind = 'denunciation'
group by all
"""
N_CASES = (2_000, 6_000, 20_000)
N_CASES_OF_MONTHS = 30_000
# Loading and building a province takes minutes; small invented ones are attacked in
# `test_hidden_cells` and `test_hidden_officers` at every run.
pytestmark = pytest.mark.release


@pytest.fixture(scope="module", params=N_CASES)
def province(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Province:
    """Few ballots per unit, so that many cells are small; the more, the fewer."""
    return read_province(
        built_province(tmp_path_factory.mktemp("province"), request.param)
    )


@pytest.fixture(scope="module")
def larger_province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    """Enough ballots that a unit shows most of its months and hides some."""
    return read_province(
        built_province(tmp_path_factory.mktemp("larger"), N_CASES_OF_MONTHS)
    )


@pytest.fixture(scope="module")
def slices(province: Province) -> dict[Any, Slice]:
    return slices_of(province)


def test_the_province_has_small_cells_and_shows_most_others(
    slices: Mapping[Any, Slice],
) -> None:
    n_small = sum(0 < n < K for s in slices.values() for n in s.true.values())
    n_shown = sum(n > 0 for s in slices.values() for n in s.shown.values())
    # the larger the province, the fewer groups are small
    assert n_small > 200
    assert n_shown > 1_000
    assert not [
        group
        for s in slices.values()
        for group, n in s.shown.items()
        if 0 < n < K - 1e-6
    ]


def test_no_small_cell_follows_by_linear_programs(
    province: Province, slices: Mapping[Any, Slice]
) -> None:
    voices = {name[1]: s for name, s in slices.items() if name[0] == "voice"}
    narrow = {
        name: found
        for name, slice_ in slices.items()
        if name[0] != "voice" and (found := narrow_groups(province, slice_, K))
    }
    assert not narrow, narrow
    assert not narrow_periods(province, voices, K)


def test_no_small_month_follows_from_quarters_waves_and_gaps(
    province: Province, slices: Mapping[Any, Slice]
) -> None:
    systems = joined_periods(province, slices)
    months = {
        (map_, unit, quarter_of(month))
        for lattice, map_, unit, month in (c for c in province.hidden if len(c) == 4)
        if lattice == "month"
    }
    quarters = {cell[1:] for cell in province.hidden if cell[0] == "period"}
    # some quarters are shown whose months are not
    assert months - quarters
    assert not [found for system in systems if (found := narrow_joined(system, K))]


def test_no_unit_with_few_officers_follows_from_their_total(
    province: Province,
) -> None:
    asked = {
        (row["period_type"], row["period"])
        for row in province.tables["stat_officer_periods"]
    }
    n_small = 0
    for kind, period in sorted(asked):
        of_period = {"period_type": kind, "period": period}
        n = {
            row["unit_key"]: row["n"]
            for row in rows_of(
                province.reader._follow().connection, OFFICERS, of_period, limit=10_000
            )
        }
        rows = province.ask("officers_asked", **of_period)
        assert {row["unit_key"] for row in rows} >= n.keys()
        parts: dict[Cell, dict[Cell, float]] = {unit: {unit: 1.0} for unit in n}
        parts["all"] = dict.fromkeys(n, 1.0)
        read: dict[Cell, tuple[float, float]] = {
            row["unit_key"]: (row["n_officers"],) * 2
            for row in rows
            if row["n_officers"]
        }
        read["all"] = (sum(n.values()),) * 2
        small = [unit for unit in n if n[unit] < K]
        n_small += len(small)
        # the sum of all is exact: nothing is lost on its way
        found = widths(parts, read, small, rounding=0.0)
        narrow = {unit: w for unit, w in found.items() if w < K - 1e-6}
        assert not narrow, (kind, period, narrow)
    assert n_small


def test_denunciations_of_few_follow_from_no_year(province: Province) -> None:
    connection = province.reader._follow().connection
    n = {
        row["year"]: row["n"]
        for row in rows_of(connection, DENUNCIATIONS, {}, limit=10_000)
    }
    parts: dict[Cell, dict[Cell, float]] = {year: {year: 1.0} for year in n}
    parts["all"] = dict.fromkeys(n, 1.0)
    read: dict[Cell, tuple[float, float]] = {}
    questions = [("petition_kinds", {"year": year}, year) for year in n]
    questions += [("petition_ages", {"reader_unit_key": "all"}, "all")]
    for name, params, cell in questions:
        for row in province.ask(name, **params):
            if row["kind"] == "denunciation" and row["n_received"] is not None:
                read[cell] = (row["n_received"],) * 2
    small = [year for year in n if n[year] < K]
    found = widths(parts, read, small, rounding=0.0)
    assert not {year: w for year, w in found.items() if w < K - 1e-6}


def test_no_difference_of_shown_groups_is_small(
    province: Province, slices: Mapping[Any, Slice]
) -> None:
    inside = {
        group: [
            other
            for other in province.shares
            if other != group and _is_inside(province, other, group)
        ]
        for group in province.shares
    }
    leaves = province.lowest
    lowest = {
        group: [other for other in groups if other[1] in leaves]
        for group, groups in inside.items()
    }
    small = [
        (name, group, other)
        for name, slice_ in slices.items()
        for group in slice_.shown
        for other in inside[group]
        if other in slice_.shown and _is_few(province, slice_, group, [other])
    ]
    below = [
        (name, group, map_)
        for name, slice_ in slices.items()
        for group in slice_.shown
        for map_ in ("then", "today")
        if _is_few(province, slice_, group, _shown_below(slice_, map_, lowest[group]))
    ]
    assert not small, small[:9]
    assert not below, below[:9]


def _is_few(
    province: Province, slice_: Slice, group: Group, others: list[Group]
) -> bool:
    """Whether a shown group less others inside it is about too few people.

    Part of a split unit is about all its people: how they are parted is public.
    """
    left = slice_.shown[group] - sum(slice_.shown[other] for other in others)
    if not others or not HALF < left < K - 1e-6:
        return False
    people = 0.0
    for unit, share in province.shares[group].items():
        taken = sum(province.shares[other].get(unit, 0.0) for other in others)
        if share - taken > 1e-6:
            people += slice_.true.get(("then", unit), 0.0)
    return people < K - 1e-6


def _is_inside(province: Province, group: Group, other: Group) -> bool:
    parts, whole = province.shares[group], province.shares[other]
    return all(share <= whole.get(unit, 0) + 1e-9 for unit, share in parts.items())


def _shown_below(slice_: Slice, map_: str, inside: list[Group]) -> list[Group]:
    """All shown communes and centres inside a group."""
    return [g for g in inside if g[0] == map_ and g in slice_.shown]


def test_no_small_group_follows_from_groups_and_totals(
    province: Province, slices: dict[Any, Slice]
) -> None:
    tables = group_tables(province, slices)
    n_small = sum(0 < n < K for t in tables.values() for n in t.true.values())
    # the larger the province, the fewer groups are small
    assert n_small > 200
    assert sum(len(table.shown) for table in tables.values()) > 500
    found = {name: narrow_cells(province, t, K) for name, t in tables.items()}
    assert not any(found.values()), {
        name: cells for name, cells in found.items() if cells
    }


def test_a_unit_kept_back_in_one_place_is_kept_back_in_all(province: Province) -> None:
    hidden = {
        (row["map"], row["unit_key"], wave)
        for row in province.tables["stat_before_after"]
        if row["item_kind"] == "item"
        for wave in (row["before_wave"], row["after_wave"])
        if ("pair", *group_of(row), row["before_wave"], row["after_wave"])
        in province.hidden
    }
    small = {
        row["unit_key"]
        for row in province.tables["stat_before_after"]
        if min(row["n_before"] or K, row["n_after"] or K) < K
    }
    if not small:
        assert not hidden
        pytest.skip("every unit has enough people in each wave at this size")
    assert hidden
    stated = {
        (*group_of(row), row["wave_code"])
        for map_, unit in {group_of(row) for row in province.tables["idx_sipas"]}
        for row in province.reader.run(
            "index_sipas", province.scope, map=map_, unit_key=unit
        ).rows
        if row["share"] is not None
    }
    assert stated
    assert not stated & hidden


def test_no_limit_of_a_series_rests_on_a_hidden_month(
    larger_province: Province,
) -> None:
    province = larger_province
    names = ("map", "unit_key", "measure", "tool")
    cut = {cell[1:4] for cell in province.hidden if cell[0] == "signal"}
    groups = {group_of(row) for row in province.tables["stat_unit_signals"]}
    rows = [
        row
        for map_, unit in groups
        for row in province.reader.run(
            "unit_signals", province.scope, map=map_, unit_key=unit
        ).rows
    ]
    assert cut
    by_series = defaultdict(list)
    for row in rows:
        if (name := tuple(row[n] for n in names))[:3] in cut:
            by_series[name].append(row)
    stated = 0
    for (*_, measure, _tool), series in by_series.items():
        if all(row["value"] is not None for row in series):
            continue  # no month of this tool is hidden
        shown = [row for row in series if row["value"] is not None]
        stated += any(row["centre"] is not None for row in shown)
        anew = [{**row, "centre": None} for row in shown]
        limits_of_shown(anew)
        for limit in ("centre", "lower_limit", "upper_limit", "signal"):
            have = [row[limit] for row in shown]
            assert have == [row[limit] for row in anew], measure
            assert {row[limit] for row in series if row["value"] is None} <= {None}
    assert stated


def test_no_small_officer_follows_from_the_unit(province: Province) -> None:
    by_unit = defaultdict(list)
    for row in province.tables["stat_officer_periods"]:
        if row["measure"] == "satisfied_share" and row["n"]:
            by_unit[row["unit_key"]].append({**row, "unit_key": "u"})
    found = {unit: exposed_officers(rows) for unit, rows in by_unit.items()}
    assert not any(found.values()), {u: c for u, c in found.items() if c}
