"""Batches of many units give what one sequence, or one unit, gives."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.statistics.officers.shrinkage_means import tarone_test
from warehouse.statistics.questionnaire.integrity_from_ballots import sequence_runs_test
from warehouse.statistics.questionnaire.integrity_from_counts import (
    BatchRuns,
    batch_runs,
    uniform_units,
)

some = settings(deadline=None, max_examples=60)
sequences = st.lists(st.integers(1, 5), min_size=1, max_size=40)


def runs_of(units: list[list[list[int]]]) -> BatchRuns:
    unit = [i for i, batches in enumerate(units) for _ in batches]
    tests, counts = [], []
    for batches in units:
        for batch in batches:
            tests.append(sequence_runs_test(batch))
            counts.append(np.array(list(Counter(batch).values()), dtype=float))
    return batch_runs(
        np.array(unit, dtype=np.intp),
        [c.sum() for c in counts],
        [t.runs for t in tests],
        [(c**2).sum() for c in counts],
        [(c**3).sum() for c in counts],
        len(units),
    )


@given(sequence=sequences)
@some
def test_one_batch_is_the_test_of_its_sequence(sequence: list[int]) -> None:
    got, one = runs_of([[sequence]]), sequence_runs_test(sequence)
    assert got.z[0] == pytest.approx(-one.z, abs=1e-9, nan_ok=True)
    assert got.p_value[0] == pytest.approx(one.p_too_few, abs=1e-9, nan_ok=True)
    assert got.n_equal[0] == one.adjacent_identical
    assert got.expected[0] == pytest.approx(len(sequence) - one.expected_runs)


def test_blocks_add_up_over_days_and_an_ordinary_unit_stays_calm() -> None:
    rng = np.random.default_rng(5)
    calm = [rng.integers(3, 6, 30).tolist() for _ in range(20)]
    blocks = [sorted(day) for day in calm]
    got = runs_of([calm, blocks, [[5] * 30]])
    assert abs(got.z[0]) < 3 < got.z[1]
    assert got.n_pairs[0] == 20 * 29
    # all alike: the order is fixed and says nothing
    assert np.isnan(got.z[2])
    assert np.isnan(got.p_value[2])


@given(
    groups=st.lists(
        st.integers(20, 90).flatmap(
            lambda n: st.tuples(st.integers(8, n - 8), st.just(n))
        ),
        min_size=2,
        max_size=9,
    )
)
def test_one_unit_is_the_lower_tail_of_its_chi_square(
    groups: list[tuple[int, int]],
) -> None:
    x, n = (np.array(v, dtype=float) for v in zip(*groups, strict=True))
    got = uniform_units(np.zeros(len(x), dtype=np.intp), x, n, 1)
    share = x.sum() / n.sum()
    used = n * min(share, 1 - share) >= 5
    if used.sum() > 1:
        one = tarone_test(x[used], n[used])
        assert got.chi2[0] == pytest.approx(one.chi2)
        assert got.p_value[0] == pytest.approx(one.p_too_uniform, abs=1e-9)


def test_units_all_alike_are_seen_and_small_ones_left_alone() -> None:
    unit = np.repeat(np.arange(3), 12)
    n = np.r_[np.full(24, 100.0), np.full(12, 6.0)]
    x = np.r_[np.full(12, 92.0), np.tile([86.0, 97.0], 6), np.full(12, 5.0)]
    got = uniform_units(unit, x, n, 3)
    assert got.p_value[0] < 0.001 < got.p_value[1]
    assert got.n_groups.tolist() == [12, 12, 0]
    assert np.isnan(got.p_value[2])
