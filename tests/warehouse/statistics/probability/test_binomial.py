"""Binomial tails and quantiles, digit for digit as scipy.stats."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from warehouse.statistics.probability.binomial import (
    ROUNDING,
    binomial_lower,
    binomial_quantile,
    binomial_upper,
)

some = settings(deadline=None, max_examples=60)
RATES = st.floats(0.001, 0.999)


@given(n=st.integers(0, 5000), share=st.floats(-0.1, 1.1), p=RATES)
@some
def test_tails_are_those_of_scipy(n: int, share: float, p: float) -> None:
    x = float(np.round(n * share))
    assert binomial_lower(x, n, p) == pytest.approx(binom.cdf(x, n, p), rel=1e-9)
    assert binomial_upper(x, n, p) == pytest.approx(binom.sf(x - 1, n, p), rel=1e-9)


@given(n=st.integers(0, 5000), q=st.floats(1e-4, 0.9999), p=RATES)
@some
def test_quantile_is_the_first_count_that_reaches_q(n: int, q: float, p: float) -> None:
    k = float(binomial_quantile(q, n, p))
    reached = q * (1 - ROUNDING)
    assert binomial_lower(k, n, p) >= reached
    assert k == 0 or binomial_lower(k - 1, n, p) < reached


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_certain_and_impossible_events(p: float) -> None:
    got = [float(f(3, 9, p)) for f in (binomial_lower, binomial_upper)]
    assert got == [1 - p, p]
    assert binomial_quantile(0.025, 9, p) == 9 * p


def test_nan_in_gives_nan_out() -> None:
    got = binomial_lower([np.nan, 1, 1], [4, np.nan, 4], [0.5, 0.5, np.nan])
    assert np.isnan(got).all()
    assert np.isnan(binomial_quantile(0.5, [np.nan, 4], [0.5, np.nan])).all()


def test_statistics_never_load_the_slow_half_of_scipy() -> None:
    code = (
        "import importlib, pkgutil, sys, warehouse.statistics as s;"
        "[importlib.import_module(m.name)"
        " for m in pkgutil.walk_packages(s.__path__, s.__name__ + '.')];"
        "print('scipy.stats' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_tail_equal_to_the_level_but_for_rounding_reaches_it() -> None:
    """Three failures at 0.1 have probability 0.001, as R's qbinom reads it too."""
    assert binomial_quantile(0.001, [3], 0.9).tolist() == [0]
