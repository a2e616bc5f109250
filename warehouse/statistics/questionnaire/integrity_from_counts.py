"""Signs in batches of many units at once, from counts of each unit and day.

The same tests as `integrity_from_ballots`, fed with what a database counts: runs of
equal neighbours and sums of powers of category counts, never the ballots themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammainc, ndtr

from warehouse.statistics.probability.distributions import FloatArray, floats, ratio

# expected answers of each kind a group needs for a chi-square
LEAST_EXPECTED = 5.0
# the lower tail of that chi-square below which groups are too much alike
TOO_UNIFORM_P = 0.001


@dataclass(frozen=True, eq=False)
class BatchRuns:
    """Do equal ballots follow one another, one entry per unit.

    Attributes:
        n_pairs: Neighbouring pairs of ballots, within a batch.
        n_equal: Pairs that are equal.
        expected: Equal pairs expected in random order.
        z: Standardised excess; above 3 is a flag. nan if the order is fixed.
        p_value: P(as many equal pairs or more).
    """

    n_pairs: FloatArray
    n_equal: FloatArray
    expected: FloatArray
    z: FloatArray
    p_value: FloatArray


def batch_runs(
    unit: NDArray[np.intp],
    n: ArrayLike,
    runs: ArrayLike,
    squares: ArrayLike,
    cubes: ArrayLike,
    n_units: int,
) -> BatchRuns:
    """Add up the runs tests of a unit's batches.

    To a reader: ballots filled in by one hand come in blocks, day after day.
    Weakness: a morning of one procedure also makes blocks.

    Source: Barton & David (1957), as `sequence_runs_test`; batches are
    independent, so runs, expectations and variances add up.

    Args:
        unit: Unit of each batch, 0-based.
        n: Ballots of each batch.
        runs: Runs of equal neighbours in it.
        squares, cubes: Sums of squared and cubed category counts.
        n_units: Units.
    """
    size, s2, s3 = floats(n), floats(squares), floats(cubes)
    top = s2 * (s2 + size * (size + 1)) - 2 * size * s3 - size**3
    variance = np.where(size > 1, ratio(top, size**2 * (size - 1)), 0.0)
    random_runs = ratio(size * (size + 1) - s2, size)
    pairs, equal = size - 1, size - floats(runs)
    chance, excess = size - random_runs, random_runs - floats(runs)
    n_pairs, n_equal, expected, spread, more = (
        floats(np.bincount(unit, values, n_units))
        for values in (pairs, equal, chance, variance, excess)
    )
    z = ratio(more, np.sqrt(np.where(spread > 1e-9, spread, np.nan)))
    return BatchRuns(n_pairs, n_equal, expected, z, floats(ndtr(-z)))


@dataclass(frozen=True, eq=False)
class UniformUnits:
    """Are a unit's groups more alike than chance allows, one entry per unit.

    Attributes:
        n_groups: Groups large enough to be compared.
        chi2: Pearson's chi-square over them.
        p_value: Its lower tail; nan with fewer than two groups.
    """

    n_groups: FloatArray
    chi2: FloatArray
    p_value: FloatArray


def uniform_units(
    unit: NDArray[np.intp], x: ArrayLike, n: ArrayLike, n_units: int
) -> UniformUnits:
    """`too_uniform` for many units at once.

    Args:
        unit: Unit of each group (day, month or officer), 0-based.
        x, n: Satisfied and valid ballots of each group.
        n_units: Units.
    """
    good, size = floats(x), floats(n)
    share = _share(unit, good, size, n_units)
    used = size * np.fmin(share, 1 - share) >= LEAST_EXPECTED
    good, size, unit = good[used], size[used], unit[used]
    share = _share(unit, good, size, n_units)
    terms = ratio((good - size * share) ** 2, size * share * (1 - share))
    n_groups = floats(np.bincount(unit, minlength=n_units))
    chi2 = floats(np.bincount(unit, np.nan_to_num(terms), n_units))
    df = np.where(n_groups > 1, n_groups - 1, np.nan)
    chi2 = np.where(n_groups > 1, chi2, np.nan)
    return UniformUnits(n_groups, chi2, floats(gammainc(df / 2, chi2 / 2)))


def _share(
    unit: NDArray[np.intp], x: FloatArray, n: FloatArray, n_units: int
) -> FloatArray:
    """Share of the unit each group belongs to."""
    sums = np.bincount(unit, x, n_units), np.bincount(unit, n, n_units)
    return ratio(*sums)[unit]
