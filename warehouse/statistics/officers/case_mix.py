"""Fair comparison of people with different work: case-mix adjustment.

Land dossiers please fewer citizens than birth certificates. An officer is held
against what all officers together achieve with the same mix, never against the
plain mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from warehouse.statistics.probability.poisson_binomial import poisson_binomial_tails
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Standardised:
    """Observed against expected, one entry per officer, in the order of the rows.

    Attributes:
        observed: Satisfied ballots.
        expected: Ballots that would be satisfied at the pooled cell rates.
        n: Valid ballots.
        sr: observed / expected; nan where nothing is expected.
        adjusted_rate: min(1, sr x overall share): the share at an average mix.
        z: (observed - expected) / its binomial standard deviation; nan when 0.
        p_lower_exact: P(X <= observed) at the pooled cell rates.
        p_upper_exact: P(X >= observed).
        overall: Pooled share of all ballots.
    """

    observed: Floats
    expected: Floats
    n: Floats
    sr: Floats
    adjusted_rate: Floats
    z: Floats
    p_lower_exact: Floats
    p_upper_exact: Floats
    overall: float


@dataclass(frozen=True, eq=False)
class CaseMix(Standardised):
    """The same for officers by name, in alphabetical order.

    Attributes:
        officer: Officer codes.
        reason: Why values are undefined; empty otherwise.
    """

    officer: tuple[str, ...]
    reason: Reason = Reason.NONE


def ratio(top: npt.ArrayLike, bottom: npt.ArrayLike) -> Floats:
    """Elementwise ratio; nan where the denominator is not positive."""
    below = np.asarray(bottom, float)
    ok = below > 0
    return np.where(ok, np.asarray(top, float) / np.where(ok, below, 1.0), np.nan)


def _crosstab(
    row: npt.NDArray[np.intp], column: npt.NDArray[np.intp], value: Floats
) -> Floats:
    """Sum `value` into a dense (rows, columns) table."""
    shape = (int(row.max(initial=-1)) + 1, int(column.max(initial=-1)) + 1)
    table = np.zeros(shape)
    np.add.at(table, (row, column), value)
    return table


def _pooled_rates(x: Floats, n: Floats) -> Floats:
    """What all officers together achieve in each cell, 0 to 1.

    An empty cell has no rate and, with no ballots, no part in any sum. Where counts of
    one kind are larger than what they are counted of, all of it counts.
    """
    return np.nan_to_num(ratio(x.sum(axis=0), n.sum(axis=0))).clip(0.0, 1.0)


def standardise_table(x: Floats, n: Floats) -> Standardised:
    """Standardise rows of a table over its columns; see `indirect_standardisation`.

    Args:
        x: Satisfied ballots, shape (officers, cells).
        n: Valid ballots, same shape.
    """
    rates = _pooled_rates(x, n)
    observed, ballots = x.sum(axis=1), n.sum(axis=1)
    expected = n @ rates
    overall = float(ratio(observed.sum(), ballots.sum()))
    sr = ratio(observed, expected)
    sd = np.sqrt(n @ (rates * (1 - rates)))
    lower, upper = poisson_binomial_tails(observed, n, rates)
    adjusted, z = np.minimum(1.0, sr * overall), ratio(observed - expected, sd)
    return Standardised(
        observed, expected, ballots, sr, adjusted, z, lower, upper, overall
    )


def effective_trials(x: Floats, n: Floats, units: Floats) -> Floats:
    """Yes-or-no ballots that would tell as much as each officer's ballots.

    Formula: n_e = p (1 - p) n^2 / variance at the pooled cell rates.

    Args:
        x: Satisfied ballots by share of answers, shape (officers, cells).
        n: Valid ballots, same shape.
        units: Variance of x in units of p (1 - p), same shape.
    """
    rates = _pooled_rates(x, n)
    ballots = n.sum(axis=1)
    p = np.nan_to_num(ratio(n @ rates, ballots))
    trials = ratio(p * (1 - p) * ballots**2, units @ (rates * (1 - rates)))
    # without variance every ballot is what was expected
    return np.where(np.isnan(trials), ballots, trials)


def effective_tails(x: Floats, n: Floats, units: Floats) -> tuple[Floats, Floats]:
    """P(X <= x) and P(X >= x) of ballots that are no single yes or no.

    Formula: the binomial of the same mean and variance, with `effective_trials`; its
    tails by the incomplete beta. Equal to the exact binomial where the answers of a
    ballot agree fully or not at all.

    Args: as for `effective_trials`.
    """
    rates = _pooled_rates(x, n)
    ballots = n.sum(axis=1)
    p = np.nan_to_num(ratio(n @ rates, ballots))
    trials = effective_trials(x, n, units)
    good = np.nan_to_num(ratio(x.sum(axis=1), ballots)) * trials
    bad = trials - good
    is_all, is_none = bad <= 0, good <= 0
    one = np.ones_like(good)
    lower = np.where(is_all, 1.0, betainc(np.where(is_all, one, bad), good + 1, 1 - p))
    upper = np.where(is_none, 1.0, betainc(np.where(is_none, one, good), bad + 1, p))
    return lower, upper


def indirect_standardisation(
    officer: Sequence[str],
    cell: Sequence[str],
    x: npt.ArrayLike,
    n: npt.ArrayLike,
) -> CaseMix:
    """Standardise officers indirectly over cells of procedure group x channel.

    To a reader: "with this officer's dossiers, colleagues together would have
    had E satisfied citizens; the officer had O". Weakness: ratios of two
    officers with very different mixes are not comparable with each other, only
    each with 1; cells seen by one officer alone compare the officer with itself.

    Formula: E = sum n r, r pooled over all officers including this one;
    z = (O - E) / sqrt(sum n r (1 - r)); exact Poisson-binomial tails
    (Hong 2013).

    Args: officer, cell ("land|counter"), satisfied and valid ballots of each row.
    """
    codes, row = np.unique(np.asarray(officer, dtype=str), return_inverse=True)
    _, column = np.unique(np.asarray(cell, dtype=str), return_inverse=True)
    fit = standardise_table(
        _crosstab(row, column, np.asarray(x, float)),
        _crosstab(row, column, np.asarray(n, float)),
    )
    undefined = bool(np.isnan(fit.sr).any())
    return CaseMix(
        officer=tuple(str(c) for c in codes),
        reason=Reason.NOTHING_EXPECTED if undefined else Reason.NONE,
        **vars(fit),
    )
