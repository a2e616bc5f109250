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

from warehouse.statistics.probability.poisson_binomial import poisson_binomial_tails
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CaseMix:
    """Observed against expected, one entry per officer in alphabetical order.

    Attributes:
        officer: Officer codes.
        observed: Satisfied ballots.
        expected: Ballots that would be satisfied at the pooled cell rates.
        n: Valid ballots.
        sr: observed / expected; nan where nothing is expected.
        adjusted_rate: min(1, sr x overall share): the share at an average mix.
        z: (observed - expected) / its binomial standard deviation; nan when 0.
        p_lower_exact: P(X <= observed) at the pooled cell rates.
        p_upper_exact: P(X >= observed).
        overall: Pooled share of all ballots.
        reason: Why values are undefined; empty otherwise.
    """

    officer: tuple[str, ...]
    observed: Floats
    expected: Floats
    n: Floats
    sr: Floats
    adjusted_rate: Floats
    z: Floats
    p_lower_exact: Floats
    p_upper_exact: Floats
    overall: float
    reason: Reason = Reason.NONE


def _divide(top: npt.ArrayLike, bottom: npt.ArrayLike) -> Floats:
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


@dataclass(frozen=True, eq=False)
class Standardised:
    """The same as `CaseMix`, for rows that are already a table of cells."""

    observed: Floats
    expected: Floats
    n: Floats
    sr: Floats
    adjusted_rate: Floats
    z: Floats
    p_lower_exact: Floats
    p_upper_exact: Floats
    overall: float


def standardise_table(x: Floats, n: Floats) -> Standardised:
    """Standardise rows of a table over its columns; see `indirect_standardisation`.

    Args:
        x: Satisfied ballots, shape (officers, cells).
        n: Valid ballots, same shape.
    """
    # An empty cell has no rate and, with no ballots, no part in any sum.
    rates = np.nan_to_num(_divide(x.sum(axis=0), n.sum(axis=0)))
    # Where counts of one kind were told of more often than done, all of it counts.
    rates = np.clip(rates, 0.0, 1.0)
    observed, ballots = x.sum(axis=1), n.sum(axis=1)
    expected = n @ rates
    overall = float(_divide(observed.sum(), ballots.sum()))
    sr = _divide(observed, expected)
    sd = np.sqrt(n @ (rates * (1 - rates)))
    lower, upper = poisson_binomial_tails(observed, n, rates)
    adjusted, z = np.minimum(1.0, sr * overall), _divide(observed - expected, sd)
    return Standardised(
        observed, expected, ballots, sr, adjusted, z, lower, upper, overall
    )


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
