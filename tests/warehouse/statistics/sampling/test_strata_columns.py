"""Many cells at once give what one cell at a time gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.statistics.sampling.strata import (
    stratified_diff_from_counts,
    stratified_from_counts,
)
from warehouse.statistics.sampling.strata_columns import (
    Strata,
    StratifiedColumns,
    collapse_cells,
    stratified_changes,
    stratified_columns,
)

some = settings(deadline=None, max_examples=60)
LEVELS = np.arange(1.0, 6)
stratum = st.tuples(
    st.lists(st.integers(0, 30), min_size=5, max_size=5), st.integers(1, 900)
)
cells = st.lists(st.lists(stratum, min_size=1, max_size=5), min_size=1, max_size=5)


def strata_of(provinces: list[list[tuple[list[int], int]]]) -> Strata:
    cell = [i for i, rows in enumerate(provinces) for _ in rows]
    counts = np.array([c for rows in provinces for c, _ in rows], dtype=float)
    size = np.array([s for rows in provinces for _, s in rows], dtype=float)
    return Strata(
        cell=np.array(cell, dtype=np.intp),
        size=size,
        n=counts.sum(axis=1),
        satisfied=counts[:, 3:].sum(axis=1),
        levels=counts @ LEVELS,
        squares=counts @ LEVELS**2,
    )


def columns_of(provinces: list[list[tuple[list[int], int]]]) -> StratifiedColumns:
    return stratified_columns(strata_of(provinces), len(provinces))


@given(provinces=cells)
@some
def test_a_column_is_the_single_estimate(
    provinces: list[list[tuple[list[int], int]]],
) -> None:
    got = columns_of(provinces)
    for i, rows in enumerate(provinces):
        counts, size = zip(*rows, strict=True)
        one = stratified_from_counts(
            LEVELS, 4, counts, size, fpc=False, lonely_psu="adjust"
        )
        for name in ("share", "share_se", "lo", "hi", "mean", "mean_se", "n_eff"):
            want = getattr(one, name)
            close = pytest.approx(want, rel=1e-9, abs=1e-7, nan_ok=True)
            assert getattr(got, name)[i] == close, name


@given(before=cells, after=cells)
@some
def test_a_change_is_the_single_change(
    before: list[list[tuple[list[int], int]]],
    after: list[list[tuple[list[int], int]]],
) -> None:
    k = min(len(before), len(after))
    got = stratified_changes(columns_of(before[:k]), columns_of(after[:k]))
    back = stratified_changes(columns_of(after[:k]), columns_of(before[:k]))
    for i in range(k):
        waves: Any = [tuple(zip(*rows[i], strict=True)) for rows in (before, after)]
        one = stratified_diff_from_counts(
            LEVELS, 4, *waves, fpc=False, lonely_psu="adjust"
        )
        want = (one.diff, one.score_lo, one.score_hi, one.mean_diff, one.mean_lo)
        have = (got.diff[i], got.lo[i], got.hi[i], got.mean_diff[i], got.mean_lo[i])
        assert have == pytest.approx(want, rel=1e-9, abs=1e-7, nan_ok=True)
        if one.se > 1e-6:
            assert got.p_value[i] == pytest.approx(one.p_value, abs=1e-9, nan_ok=True)
    assert back.diff == pytest.approx(-got.diff, nan_ok=True)
    assert back.lo == pytest.approx(-got.hi, nan_ok=True)


def test_a_cell_without_answers_is_undefined() -> None:
    got = columns_of([[([0, 0, 0, 2, 9], 10)], [([0] * 5, 10)]])
    assert got.share[0] == 1
    for value in (got.share, got.lo, got.hi, got.mean, got.mean_se, got.n_eff):
        assert np.isnan(value[1])
    nothing = stratified_columns(strata_of([[([1] * 5, 1)]]), 3)
    assert np.isnan(nothing.share[1:]).all()


def test_small_cells_join_and_a_small_rest_joins_the_largest() -> None:
    stratum = [0, 0, 0, 0, 1, 1, 1, 2, 2]
    before = [9, 3, 4, 50, 2, 40, 1, 1, 0]
    after = [8, 9, 1, 60, 3, 40, 9, 2, 2]
    got = collapse_cells(stratum, before, after).tolist()
    # stratum 0: the two small ones hold 7 and 10 answers together
    assert got[:4] == [0, 1, 1, 3]
    # stratum 1: the rest holds 3 answers before, so it joins the large cell
    assert got[4:7] == [5, 5, 5]
    # stratum 2: nothing large to join; the small ones stay together
    assert got[7:] == [7, 7]
    assert collapse_cells([], [], []).tolist() == []


@given(
    cells=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 20), st.integers(0, 20)),
        min_size=1,
        max_size=15,
    )
)
@some
def test_a_joined_cell_holds_enough_unless_its_stratum_does_not(
    cells: list[tuple[int, int, int]],
) -> None:
    home, before, after = (np.array(c) for c in zip(*cells, strict=True))
    joins = collapse_cells(home, before, after)
    assert (home[joins] == home).all()
    for stratum in np.unique(home):
        inside = home == stratum
        for n in (before, after):
            sums = [n[inside & (joins == j)].sum() for j in np.unique(joins[inside])]
            assert len(sums) == 1 or min(sums) >= 5
