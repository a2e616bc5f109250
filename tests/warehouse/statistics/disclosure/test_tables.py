"""Suppression: whatever the counts, no hidden cell can be worked out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from warehouse.statistics.disclosure.lists import suppress_1d
from warehouse.statistics.disclosure.tables import suppress_2d, suppression_audit
from warehouse.statistics.disclosure.tree import suppress_tree

COUNTS = st.lists(st.integers(0, 30), max_size=10)


def test_what_was_hidden_before_is_protected_too() -> None:
    """A cell of 20 hidden for another reason is the total less the rest."""
    got = suppress_1d([20, 9, 30, 0], 5, hidden_before=[True, False, False, False])
    assert got.suppressed.tolist() == [True, True, False, False]
    assert got.primary.tolist() == [False] * 4


@given(COUNTS, st.booleans())
def test_a_list_gives_nothing_away(counts: list[int], total: bool) -> None:
    result = suppress_1d(counts, 5, total_published=total)
    values = np.array(counts)
    small = (values > 0) & (values < 5)
    assert result.suppressed[small].all()
    hidden = values[result.suppressed]
    if result.total_published and len(hidden):
        assert len(hidden) >= 2
        assert hidden.sum() >= 5
    assert not (total is False and result.total_published)
    assert result.suppressed.sum() >= result.primary.sum()


@given(COUNTS)
def test_nothing_small_nothing_hidden(counts: list[int]) -> None:
    result = suppress_1d([c + 5 for c in counts], 5)
    assert not result.suppressed.any()
    assert result.total_published


TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 20), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


@given(TABLES)
@settings(max_examples=40, deadline=None)
def test_a_table_gives_nothing_away(table: list[list[int]]) -> None:
    result = suppress_2d(table, 5)
    values = np.array(table)
    assert result.suppressed[(values > 0) & (values < 5)].all()
    if result.totals_published:
        audit = suppression_audit(table, result.suppressed)
        assert not audit.disclosed.any()


def test_a_table_that_cannot_be_protected_keeps_its_totals() -> None:
    result = suppress_2d([[3, 0], [0, 9]], 5)
    assert not result.totals_published
    assert result.suppressed.tolist() == [[True, False], [False, False]]


def two_rings(other: int) -> list[list[int]]:
    """Two rings of small cells joined by one: each line hides two cells or more."""
    return [
        [4, 4, other, other],
        [4, 4, 4, other],
        [other, other, 4, 4],
        [other, other, 4, 4],
    ]


def test_lines_that_hide_enough_can_still_disclose() -> None:
    table = two_rings(20)
    small = np.array(table) < 5
    assert suppression_audit(table, small).disclosed.sum() == 1
    result = suppress_2d(table, 5)
    assert result.totals_published
    assert result.suppressed.sum() > small.sum()
    assert not suppression_audit(table, result.suppressed).disclosed.any()


def test_a_disclosed_cell_without_neighbours_withholds_the_totals() -> None:
    assert not suppress_2d(two_rings(0), 5).totals_published


def test_an_audit_of_nothing() -> None:
    audit = suppression_audit([[1, 2], [3, 4]], [[0, 0], [0, 0]])
    assert len(audit.row) == len(audit.disclosed) == 0


def test_an_audit_finds_the_single_hidden_cell() -> None:
    audit = suppression_audit([[1, 20], [30, 40]], [[1, 0], [0, 0]])
    assert audit.feasible_min == pytest.approx([1])
    assert audit.disclosed.tolist() == [True]


SIZES = st.sampled_from([0, 1, 2, 3, 4, 6, 7, 9, 20, 50])
OWN = st.sampled_from([0, 0, 0, 1, 3, 8, 30])
DISTRICTS = st.tuples(OWN, st.lists(SIZES, max_size=4))
PROVINCES = st.tuples(OWN, st.lists(DISTRICTS, max_size=3))
TREES = st.lists(PROVINCES, min_size=1, max_size=3)
Tree = list[tuple[int, list[tuple[int, list[int]]]]]
Parents = dict[str, str | None]


def grown(tree: Tree) -> tuple[dict[str, int], Parents]:
    """People counted at each unit itself, and the parents (R > P > D > S)."""
    own: dict[str, int] = {"R": 0}
    parents: Parents = {"R": None}
    for p, (at_p, districts) in enumerate(tree):
        own[f"P{p}"], parents[f"P{p}"] = at_p, "R"
        for d, (at_d, sizes) in enumerate(districts):
            unit = f"P{p}D{d}"
            own[unit], parents[unit] = at_d, f"P{p}"
            for s, size in enumerate(sizes):
                own[f"{unit}S{s}"], parents[f"{unit}S{s}"] = size, unit
    return own, parents


def is_in(part: str, unit: str) -> bool:
    return unit == "R" or part.startswith(unit)


def recoverable(own: dict[str, int], hidden: frozenset[str], k: int) -> list[str]:
    """Hidden units with people, and small own counts, that follow from the shown."""
    rows = {u: [float(is_in(part, u)) for part in own] for u in own}
    totals = {u: sum(n for part, n in own.items() if is_in(part, u)) for u in own}
    shown = [u for u in own if u not in hidden]
    lhs, rhs = [rows[u] for u in shown] or None, [totals[u] for u in shown] or None
    secrets = {u: (rows[u], totals[u]) for u in hidden if totals[u]}
    for i, (unit, n) in enumerate(own.items()):
        if 0 < n < k:
            secrets[f"own of {unit}"] = ([float(j == i) for j in range(len(own))], n)
    found = []
    for name, (row, _) in secrets.items():
        c = np.array(row)
        low: Any = linprog(c, A_eq=lhs, b_eq=rhs)
        high: Any = linprog(-c, A_eq=lhs, b_eq=rhs)
        if high.status == 0 and -high.fun - low.fun < 1e-6:
            found.append(name)
    return found


@given(TREES)
@settings(max_examples=60, deadline=None)
def test_a_tree_gives_nothing_away(tree: Tree) -> None:
    own, parents = grown(tree)
    counts = {u: [sum(n for part, n in own.items() if is_in(part, u))] for u in own}
    result = suppress_tree(counts, parents, 5)
    assert result.primary <= result.hidden
    assert {u for u, n in counts.items() if 0 < n[0] < 5} == set(result.primary)
    assert recoverable(own, result.hidden, 5) == []


def test_one_pattern_for_both_waves() -> None:
    counts = {"R": [60, 43], "a": [20, 3], "b": [20, 20], "c": [20, 20]}
    parents = {"a": "R", "b": "R", "c": "R"}
    result = suppress_tree(counts, parents, 5)
    assert result.primary == {"a"}
    assert len(result.hidden) == 2
    assert "R" not in result.hidden


def test_an_only_child_hides_its_parent() -> None:
    counts = {"R": [50], "A": [30], "a": [30], "B": [20], "b": [18], "c": [2]}
    parents = {"A": "R", "B": "R", "a": "A", "b": "B", "c": "B"}
    result = suppress_tree(counts, parents, 5)
    assert {"b", "c"} <= result.hidden
    lone = suppress_tree({"R": [3], "a": [3]}, {"a": "R"}, 5)
    assert lone.hidden == {"R", "a"}


def test_people_counted_at_the_parent_itself_protect_and_are_protected() -> None:
    covered = suppress_tree({"R": [50], "A": [3]}, {"A": "R"}, 5)
    assert covered.hidden == {"A"}
    exposed = suppress_tree({"R": [50], "A": [48]}, {"A": "R"}, 5)
    assert exposed.hidden == {"A"}
    plain = suppress_tree({"R": [50], "A": [40]}, {"A": "R"}, 5)
    assert plain.hidden == frozenset()
    hollow = suppress_tree({"R": [50], "A": [3], "a": [0]}, {"A": "R", "a": "A"}, 5)
    assert hollow.hidden == {"A"}


def test_a_parent_with_people_of_its_own_needs_no_hidden_child() -> None:
    counts = {"R": [43], "A": [40], "a": [30], "B": [3]}
    result = suppress_tree(counts, {"A": "R", "B": "R", "a": "A"}, 5)
    assert result.hidden == {"A", "B"}


def test_a_slice_with_one_hidden_unit_hides_another() -> None:
    counts = {"R": [43, 40], "a": [3, 20], "b": [20, 0], "c": [20, 20]}
    result = suppress_tree(counts, {"a": "R", "b": "R", "c": "R"}, 5)
    assert result.hidden == {"a", "c"}


def test_a_slice_of_few_units_is_closed_by_one_of_them() -> None:
    names = [f"u{i}" for i in range(30)]
    counts = {name: [20 + i, 0] for i, name in enumerate(names)}
    counts |= {"small": [3, 40], "other": [900, 40], "R": [2_000, 80]}
    parents = dict.fromkeys([*names, "small", "other"], "R")
    result = suppress_tree(counts, parents, 5)
    assert result.hidden == {"small", "other"}


def test_a_slice_of_one_unit_hides_the_total() -> None:
    counts = {"R": [40, 30], "a": [3, 30], "b": [37, 0]}
    result = suppress_tree(counts, {"a": "R", "b": "R"}, 5)
    assert "R" in result.hidden
