"""Benjamini-Hochberg: what must hold for any family of p-values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri
from scipy.stats import false_discovery_control

from warehouse.statistics.change.multiplicity import bh_adjust, selected_confidence

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


@given(P_VALUES)
def test_agrees_with_scipy(p: list[float]) -> None:
    expected = false_discovery_control(p, method="bh")
    assert bh_adjust(p).p_adj == pytest.approx(expected)


@given(P_VALUES)
def test_order_of_tests_does_not_matter(p: list[float]) -> None:
    order = np.random.default_rng(len(p)).permutation(len(p))
    shuffled = bh_adjust(np.array(p)[order])
    assert shuffled.p_adj == pytest.approx(bh_adjust(p).p_adj[order])


@given(P_VALUES)
def test_adjusting_never_helps(p: list[float]) -> None:
    result = bh_adjust(p, q=0.1)
    assert (result.p_adj >= np.array(p) - 1e-15).all()
    assert result.n_rejected <= sum(v <= 0.1 for v in p)


def test_missing_p_values_leave_the_family() -> None:
    result = bh_adjust([None, 0.01, float("nan"), 0.5])
    assert (result.n_tests, result.n_excluded) == (2, 2)
    assert result.p_adj[1] == pytest.approx(0.02)
    assert np.isnan(result.p_adj[[0, 2]]).all()
    assert result.rejected.tolist() == [False, True, False, False]


def test_an_empty_family_says_why() -> None:
    assert bh_adjust([None]).reason == "empty"


def test_the_interval_of_a_marked_unit_is_widened_by_how_many_were_marked() -> None:
    p = [0.001, 0.002, 0.5, None, 0.9]
    conf = selected_confidence(p)
    assert conf.tolist() == pytest.approx([0.975, 0.975, 0.95, 0.95, 0.95])


def test_intervals_of_units_picked_out_miss_as_seldom_as_they_say() -> None:
    rng = np.random.default_rng(7)
    missed = []
    for _ in range(400):
        truth = np.where(np.arange(56) < 8, 3.0, 0.0)
        seen = truth + rng.normal(size=56)
        p = 2 * ndtr(-np.abs(seen))
        conf = selected_confidence(p)
        marked = conf > 0.95
        half = ndtri((1 + conf) / 2)
        misses = int((np.abs(seen - truth) > half)[marked].sum())
        missed.append(misses / max(1, int(marked.sum())))
    assert np.mean(missed) < 0.06
