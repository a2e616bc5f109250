"""A gap pooled over waves: against χ² of one table, and by hand over two."""

from __future__ import annotations

from math import isnan, sqrt

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.agreement.gaps_over_waves import repeated_gap_z


def test_one_wave_is_the_table_of_two_by_two() -> None:
    z = repeated_gap_z([[90, 60]], [[100, 100]], [[70, 70]], [[100, 100]])
    for got, table in zip(z, ([[90, 10], [70, 30]], [[60, 40], [70, 30]]), strict=True):
        want = stats.chi2_contingency(table, correction=False).statistic
        assert got**2 == pytest.approx(want)
    assert z[0] > 0 > z[1]


def test_two_waves_by_hand() -> None:
    """Weights 200/3 and 50; gaps .1 and .2; pooled shares .8667 and .8."""
    z = repeated_gap_z([[180], [90]], [[200], [100]], [[80], [70]], [[100], [100]])
    w = np.array([200 * 100 / 300, 50])
    p = np.array([260 / 300, 0.8])
    want = (w * [0.1, 0.2]).sum() / sqrt((w * p * (1 - p)).sum())
    assert z[0] == pytest.approx(want)


def test_a_wave_that_is_missing_counts_for_nothing() -> None:
    z = repeated_gap_z(
        [[180, 180], [90, 0]],
        [[200, 200], [100, 0]],
        [[80, 80], [70, 9]],
        [[100, 100], [100, 9]],
    )
    [alone] = repeated_gap_z([[180]], [[200]], [[80]], [[100]])
    assert z[1] == pytest.approx(alone)
    assert z[0] > z[1]


def test_where_all_agree_nothing_is_said() -> None:
    z = repeated_gap_z([[9, 0, 3]], [[9, 0, 3]], [[5, 5, 0]], [[5, 6, 0]])
    assert all(map(isnan, z))
