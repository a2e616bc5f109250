"""Interrupted series as one figure: the mean distance from the earlier line.

Newey-West errors claim an effect in 15 to 30 % of short series without one. Here
the autocorrelation is neither ignored nor guessed: the answer is averaged over
every value it may have, weighted by how well that value fits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import stdtr

from warehouse.statistics.effect.interrupted_series import segmented_design
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]

# Months carry over what the month before brought; they do not alternate.
_RHO = np.linspace(0.0, 0.98, 50)


@dataclass(frozen=True)
class MeanEffect:
    """The mean distance from the earlier line, over the periods since the start.

    Attributes:
        att: Mean effect, in the unit of the series.
        lo: Lower end of the 95 % interval.
        hi: Upper end.
        p_value: Two-sided p-value of no effect.
        rho: Mean autocorrelation of neighbouring periods, given the series.
        df: Points less coefficients.
        reason: Why values are undefined; empty otherwise.
    """

    att: float
    lo: float
    hi: float
    p_value: float
    rho: float
    df: int
    reason: Reason = Reason.NONE


@dataclass(frozen=True, eq=False)
class _Mixture:
    """Estimates and errors for each autocorrelation, with their weights."""

    att: Floats
    se: Floats
    weight: Floats
    df: int

    def below(self, value: float) -> float:
        """P(effect < value)."""
        return float(self.weight @ stdtr(self.df, (value - self.att) / self.se))

    def quantile(self, p: float) -> float:
        """Value with `below(value) = p`."""
        reach = 1e4 * float(self.se.max())
        low, high = float(self.att.min()) - reach, float(self.att.max()) + reach
        return float(brentq(lambda v: self.below(v) - p, low, high, xtol=1e-12))


def _whitened(table: Floats, rho: float) -> Floats:
    """Prais-Winsten transform of all columns."""
    moved = table.copy()
    moved[1:] -= rho * table[:-1]
    moved[0] *= np.sqrt(1 - rho**2)
    return moved


def _one_rho(table: Floats, rho: float) -> tuple[float, float, float]:
    """Effect, error and restricted log likelihood at one autocorrelation."""
    moved = _whitened(table, rho)
    design, y = moved[:, :-1], moved[:, -1]
    cross = design.T @ design
    coef = np.linalg.solve(cross, design.T @ y)
    df = len(y) - len(coef)
    variance = float(((y - design @ coef) ** 2).sum()) / df
    se = float(np.sqrt(variance * np.linalg.inv(cross)[2, 2]))
    fit = df * np.log(variance) + np.linalg.slogdet(cross)[1] - np.log(1 - rho**2)
    return float(coef[2]), se, float(-fit / 2)


def its_mean_effect(
    y: npt.ArrayLike, start: int, *, season_length: int | None = None
) -> MeanEffect:
    """Estimate the mean effect since the start, averaged over autocorrelation.

    To a reader: how far, on average, the series has been from where its old line
    would have gone. Weakness: no comparison group; assumes a straight line before
    the start and that each month leans on the one before in one constant way.

    Formula: generalised least squares with AR(1) errors, flat prior on the
    autocorrelation in [0, 0.98], weights by the restricted likelihood (Zellner &
    Tiao 1964); time since the start centred, so the step is the mean effect.

    `start` counts from 1; `season_length` adds a harmonic from 24 points on.
    """
    ys = np.asarray(y, float)
    design = segmented_design(len(ys), start, season_length)
    n, k = design.shape
    nan = float("nan")
    if n <= k or np.isnan(ys).any() or np.linalg.matrix_rank(design) < k:
        why = Reason.SHORT_SERIES
        return MeanEffect(nan, nan, nan, nan, nan, n - k, why)
    line = np.linalg.lstsq(design, ys, rcond=None)[0]
    if float(((ys - design @ line) ** 2).sum()) <= 1e-24 * float((ys**2).sum()):
        why = Reason.NO_NOISE
        return MeanEffect(nan, nan, nan, nan, nan, n - k, why)
    return _average(ys, design, start)


def _average(ys: Floats, design: Floats, start: int) -> MeanEffect:
    """Average over autocorrelation; the design has full rank."""
    n, k = design.shape
    centred = design.copy()
    centred[:, 3] -= (n - start + 2) / 2 * centred[:, 2]
    table = np.column_stack([centred, ys])
    parts = np.array([_one_rho(table, rho) for rho in _RHO.tolist()])
    weight = np.exp(parts[:, 2] - parts[:, 2].max())
    mixture = _Mixture(parts[:, 0], parts[:, 1], weight / weight.sum(), n - k)
    tail = mixture.below(0.0)
    return MeanEffect(
        att=float(mixture.weight @ mixture.att),
        lo=mixture.quantile(0.025),
        hi=mixture.quantile(0.975),
        p_value=2 * min(tail, 1 - tail),
        rho=float(mixture.weight @ _RHO),
        df=n - k,
    )
