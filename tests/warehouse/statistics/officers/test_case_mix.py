"""Case mix: exact tails, fair expectations, separation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from warehouse.statistics.officers.case_mix import indirect_standardisation
from warehouse.statistics.probability import poisson_binomial
from warehouse.statistics.probability.poisson_binomial import poisson_binomial_tails

RATES = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(1e-6, 1 - 1e-6))
CELLS = st.lists(st.tuples(st.integers(0, 30), RATES), min_size=1, max_size=5)


def convolved(cells: list[tuple[int, float]]) -> np.ndarray:
    """Distribution of the sum, by plain convolution."""
    pmf = np.ones(1)
    for n, p in cells:
        pmf = np.convolve(pmf, binom.pmf(np.arange(n + 1), n, p))
    return pmf


@given(CELLS, st.floats(0, 1))
@settings(max_examples=60)
def test_tails_equal_convolution(cells: list[tuple[int, float]], at: float) -> None:
    pmf = convolved(cells)
    x = int(at * (len(pmf) - 1))
    n, p = zip(*cells, strict=True)
    lower, upper = poisson_binomial_tails([x], [n], p)
    assert lower[0] == pytest.approx(pmf[: x + 1].sum(), abs=1e-12)
    assert upper[0] == pytest.approx(pmf[x:].sum(), abs=1e-12)


def test_large_counts_use_a_window_and_stay_exact() -> None:
    x = np.array([17_900, 18_100, 0, 20_000])
    lower, upper = poisson_binomial_tails(x, np.full((4, 1), 20_000), [0.9])
    assert lower == pytest.approx(binom.cdf(x, 20_000, 0.9), abs=1e-12)
    assert upper == pytest.approx(binom.sf(x - 1, 20_000, 0.9), abs=1e-12)


def test_many_officers_are_split_into_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    n = np.full((9, 1), 40)
    x = np.arange(30, 39)
    whole = poisson_binomial_tails(x, n, [0.9])
    monkeypatch.setattr(
        "warehouse.statistics.probability.poisson_binomial._MAX_CELLS_AT_ONCE", 64
    )
    parts = poisson_binomial_tails(x, n, [0.9])
    # sums of matrix products may differ in the last bit with their shape
    assert np.array(parts) == pytest.approx(np.array(whole), abs=1e-15)


ROWS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["land", "civil"]),
        st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    ),
    min_size=1,
    max_size=12,
)


@given(ROWS)
@settings(max_examples=60)
def test_expectation_sums_to_what_happened(rows: list) -> None:  # type: ignore[type-arg]
    officer, cell, counts = zip(*rows, strict=True)
    x, n = zip(*counts, strict=True)
    result = indirect_standardisation(officer, cell, x, n)
    assert result.expected.sum() == pytest.approx(sum(x), abs=1e-9)
    assert list(result.officer) == sorted(set(officer))
    tails = np.concatenate([result.p_lower_exact, result.p_upper_exact])
    assert ((tails >= 0) & (tails <= 1)).all()
    backwards = indirect_standardisation(officer[::-1], cell[::-1], x[::-1], n[::-1])
    assert backwards.sr == pytest.approx(result.sr, nan_ok=True)


def test_nothing_expected_is_undefined() -> None:
    result = indirect_standardisation(["a", "b"], ["c", "d"], [3, 0], [4, 0])
    assert np.isnan(result.sr[1])
    assert np.isnan(result.z[1])
    assert result.reason
    assert indirect_standardisation([], [], [], []).officer == ()


@pytest.mark.parametrize("rate", [1e-6, 0.001, 0.3, 0.5, 0.9, 0.9999])
@pytest.mark.parametrize("n", [1, 30, 20_000, 1_000_000])
def test_tails_stay_exact_at_any_count(n: int, rate: float) -> None:
    at = np.clip(binom.ppf([1e-9, 0.001, 0.025, 0.5, 0.975, 0.999], n, rate), 0, n)
    lower, upper = poisson_binomial_tails(at, np.full((len(at), 1), n), [rate])
    assert lower == pytest.approx(binom.cdf(at, n, rate), abs=2e-13)
    assert upper == pytest.approx(binom.sf(at - 1, n, rate), abs=2e-13)


def test_the_work_behind_a_tail_does_not_grow_with_the_counts() -> None:
    """Some thirty frequencies matter, at a hundred trials or at a million."""
    for n in (1_000, 100_000, 10_000_000):
        total, variance = np.array([float(n)]), np.array([n * 0.09])
        length = int(poisson_binomial._window_lengths(total, variance)[0])
        assert 20 < len(poisson_binomial._frequencies(length, variance[0])) < 70


def test_a_count_made_of_parts_is_whole() -> None:
    parts = sum([0.1] * 10)
    assert parts < 1
    one = poisson_binomial_tails([1], [[5]], [0.2])
    assert poisson_binomial_tails([parts], [[5]], [0.2]) == one
