"""Repeated-low rules against full enumeration."""

from __future__ import annotations

from itertools import groupby, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from warehouse.statistics.officers.low_by_luck import (
    critical_count,
    looks_by_luck,
    repeated_low_rule,
)


def enumerated(p: np.ndarray, k: int, run: int) -> tuple[float, float]:
    """P(at least k) and P(run in a row), over all patterns."""
    at_least, in_row = 0.0, 0.0
    for pattern in product([0, 1], repeat=len(p)):
        weight = float(np.prod(np.where(pattern, p, 1 - p)))
        longest = max((len(list(g)) for v, g in groupby(pattern) if v), default=0)
        at_least += weight * (sum(pattern) >= k)
        in_row += weight * (longest >= run)
    return at_least, in_row


@given(
    st.lists(st.integers(0, 80), min_size=1, max_size=7),
    st.integers(1, 4),
    st.integers(1, 3),
)
@settings(max_examples=40, deadline=None)
def test_equals_enumeration(n: list[int], k: int, run: int) -> None:
    result = repeated_low_rule(
        theta0=0.9, theta1=0.75, n_per_period=n, k=k, run=run, n_officers=100
    )
    expected = enumerated(result.p_flag_alt, k, run)
    assert (result.power_k_of_m, result.power_run) == pytest.approx(expected, abs=1e-12)
    assert result.expected_false_run == pytest.approx(100 * result.false_run)
    assert (result.p_flag_null < 0.025).all()


@given(st.floats(0.05, 0.99), st.integers(0, 300))
def test_critical_count_is_the_largest(theta: float, n: int) -> None:
    c = int(critical_count(theta, [n])[0])
    assert c == -1 or binom.cdf(c, n, theta) < 0.025
    assert n == 0 or binom.cdf(c + 1, n, theta) >= 0.025


@given(st.lists(st.integers(5, 200), min_size=4, max_size=4), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_luck_alone_never_gives_more(n: list[int], k: int) -> None:
    """However many ballots, exact tails flag no more often than the bound says."""
    real = repeated_low_rule(
        theta0=0.9, theta1=0.75, n_per_period=n, k=k, run=1, n_officers=100
    )
    assert real.expected_false_k_of_m <= looks_by_luck(100, k, 4) + 1e-12
    assert looks_by_luck(100, k, 4) == pytest.approx(100 * binom.sf(k - 1, 4, 0.025))
