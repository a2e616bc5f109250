"""Shares over strata: the reference pack, shared ballots, and everyone asked."""

from __future__ import annotations

import numpy as np
import pytest

from warehouse.statistics.probability.share_intervals import wilson_ci
from warehouse.statistics.sampling.combined_share import combined_shares
from warehouse.statistics.sampling.strata import stratified_from_counts

# the reference pack's stratified_from_counts__four_units_fpc, made by R's survey
COUNTS = np.array(
    [
        [2, 5, 14, 60, 39],
        [1, 3, 9, 30, 37],
        [6, 11, 33, 101, 49],
        [0, 1, 4, 15, 10],
    ]
)
SERVED = np.array([1200.0, 800, 4300, 150])
SHARE, SHARE_SE = 0.776744186046512, 0.0215174692666943
N = COUNTS.sum(axis=1).astype(float)
SATISFIED = COUNTS[:, 3:].sum(axis=1)
ONE = np.zeros(4, dtype=np.intp)
EACH = np.arange(4)


def test_the_share_of_four_units_is_that_of_the_reference() -> None:
    left = 1 - N / SERVED
    got = combined_shares(ONE, EACH, SERVED, SATISFIED / N, N, N, 1, unasked=left)
    assert got.share[0] == pytest.approx(SHARE, rel=1e-9)
    assert got.share_se[0] == pytest.approx(SHARE_SE, rel=1e-9)
    known = stratified_from_counts([1, 2, 3, 4, 5], 4, COUNTS, SERVED)
    assert (got.lo[0], got.hi[0], got.n_eff[0]) == pytest.approx(
        (known.lo, known.hi, known.n_eff)
    )


def test_ballots_that_stand_for_two_units_count_once() -> None:
    """Two communes of 100 split half and half into two: still 200 ballots."""
    source = np.array([0, 1, 0, 1])
    share = np.array([0.9, 0.7, 0.9, 0.7])
    n = np.full(4, 100.0)
    got = combined_shares(
        np.zeros(4, dtype=np.intp), source, np.full(4, 0.5), share, n, n, 1
    )
    whole = combined_shares(
        np.zeros(2, dtype=np.intp), source[:2], [1, 1], share[:2], n[:2], n[:2], 1
    )
    assert got.share[0] == pytest.approx(0.8)
    assert got.share_se[0] == pytest.approx(whole.share_se[0])


def test_everyone_asked_leaves_no_error() -> None:
    got = combined_shares(ONE[:1], EACH[:1], [1], [0.8], [50], [50], 1, unasked=[0.0])
    assert (got.lo[0], got.hi[0]) == (0.8, 0.8)


def test_one_unit_has_the_limits_of_wilson() -> None:
    got = combined_shares(ONE[:1], EACH[:1], [3.0], [1.0], [30], [30], 1)
    known = wilson_ci(30, 30)
    assert (got.lo[0], got.hi[0]) == pytest.approx((known.lo, known.hi))


def test_a_figure_without_rows_is_unknown() -> None:
    got = combined_shares(ONE[:1], EACH[:1], [1], [0.5], [10], [10], 2)
    assert np.isnan([got.share[1], got.lo[1]]).all()
