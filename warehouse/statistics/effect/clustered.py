"""One coefficient of least squares with errors clustered by unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.intp]

_ROUNDING = 1e-10
POWER = 0.8


@dataclass(frozen=True)
class Coefficient:
    """A coefficient and what can be said of it.

    Attributes:
        value: Estimate, in the unit of the outcome per unit of the regressor.
        se: CR2 standard error.
        df: Satterthwaite degrees of freedom.
        lo, hi: 95 % limits.
        p_value: Two-sided p-value of no effect.
        detectable: Smallest true value that would have been seen, as a difference
            from 0 at 5 %, four times in five.
        reason: Why values are undefined; empty otherwise.
    """

    value: float
    se: float
    df: float
    lo: float
    hi: float
    p_value: float
    detectable: float
    reason: Reason = Reason.NONE


def clustered_coefficient(
    y: npt.ArrayLike, design: npt.ArrayLike, cluster: npt.ArrayLike, which: int
) -> Coefficient:
    """Least squares of `y` on the columns of `design`, CR2 error of one of them.

    To a reader: units that share ballots err together, so they count as one.
    Weakness: with one unit on a side there is no error to measure.

    Args:
        y: One value per unit.
        design: Units × coefficients, the constant included.
        cluster: Group of each unit whose errors go together.
        which: Position of the coefficient asked for.
    """
    ys, x = np.asarray(y, float), np.asarray(design, float)
    _, group = np.unique(np.asarray(cluster), return_inverse=True)
    if len(ys) <= x.shape[1] or np.linalg.matrix_rank(x) < x.shape[1]:
        return _undefined(np.nan, Reason.EMPTY_SIDE)
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ x.T @ ys
    value = float(beta[which])
    se, df = cr2_error(x, ys - x @ beta, group.astype(np.intp), bread, which)
    if np.isnan(df) or se <= _ROUNDING * (np.abs(ys).max() + 1e-300):
        return _undefined(value, Reason.NO_UNIT_SPREAD)
    wide, power = (float(stdtrit(df, q)) for q in (0.975, POWER))
    p_value = float(2 * stdtr(df, -abs(value) / se))
    ends = value - wide * se, value + wide * se
    return Coefficient(value, se, df, *ends, p_value, (wide + power) * se)


def _undefined(value: float, reason: Reason) -> Coefficient:
    return Coefficient(value, *(float("nan"),) * 6, reason)


def _inverse_root(block: Floats) -> Floats:
    """Symmetric inverse square root; null directions stay null."""
    value, vector = np.linalg.eigh(block)
    keep = value > 1e-12
    root = np.where(keep, 1 / np.sqrt(np.where(keep, value, 1.0)), 0.0)
    return np.asarray((vector * root) @ vector.T)


def cr2_error(
    design: Floats, residual: Floats, cluster: Labels, bread: Floats, which: int
) -> tuple[float, float]:
    """CR2 standard error and Satterthwaite df of one coefficient of least squares.

    Bell & McCaffrey (2002); Pustejovsky & Tipton (2018), working independence.

    Args:
        design: Rows × coefficients.
        residual: One per row.
        cluster: Cluster of each row, 0-based without gaps.
        bread: (X'X)⁻¹ of the design.
        which: Position of the coefficient.

    Returns:
        Standard error and degrees of freedom; the latter nan where nothing is left
        to measure an error with.
    """
    size = len(residual)
    leave = np.eye(size) - design @ bread @ design.T
    n_clusters = int(cluster.max()) + 1
    spread = np.zeros((size, n_clusters))
    score = np.zeros(n_clusters)
    for g in range(n_clusters):
        rows = np.flatnonzero(cluster == g)
        adjust = _inverse_root(leave[np.ix_(rows, rows)])
        weight = adjust @ design[rows] @ bread[:, which]
        score[g] = float(weight @ residual[rows])
        spread[:, g] = leave[:, rows] @ weight
    product = spread.T @ spread
    trace = float(np.trace(product))
    # Every residual is forced to 0: nothing is left to measure the error with.
    df = trace**2 / float((product**2).sum()) if trace > _ROUNDING**2 else np.nan
    return float(np.sqrt((score**2).sum())), df
