"""Is a questionnaire internally consistent: Cronbach's alpha, McDonald's omega.

Answers are columns of levels, one row per ballot; ballots with a gap in any
question are left out of both coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    f_quantile,
    floats,
    ratio,
)
from warehouse.statistics.reasons import Reason

# below these an alpha is not shown, or for orientation only
MIN_ITEMS, MIN_COMPLETE, MIN_FIRM = 3, 50, 100
WEAK_ALPHA, REDUNDANT_ALPHA = 0.70, 0.95
# scoring steps before the one-factor fit counts as unsettled
MAX_STEPS = 300


class ScaleReading(StrEnum):
    """What an alpha allows to say of a scale."""

    CONSISTENT = "consistent"
    WEAK = "weak"
    REDUNDANT = "redundant"
    REFERENCE = "reference"
    TOO_FEW = "too_few"
    FEW_ITEMS = "few_items"


@dataclass(frozen=True, slots=True)
class CronbachAlpha:
    """How far the questions of one scale move together.

    Attributes:
        n_complete: Ballots with every question answered.
        alpha: Raw alpha, at most 1; may fall below 0.
        alpha_std: Alpha from correlations.
        mean_interitem_r: Mean correlation between questions.
        alpha_if_dropped: Alpha without each question in turn.
        item_rest_r: Correlation of each question with the sum of the others.
        feldt_lo, feldt_hi: Limits of alpha.
        reason: Why a field is nan.
    """

    n_complete: int
    alpha: float
    alpha_std: float
    mean_interitem_r: float
    alpha_if_dropped: tuple[float, ...]
    item_rest_r: tuple[float, ...]
    feldt_lo: float
    feldt_hi: float
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class OmegaTotal:
    """Reliability of the sum score under one common factor.

    Attributes:
        loadings_std: Standardised loading of each question, −1..1.
        omega: Reliability of the sum of raw levels, 0..1.
        omega_std: Reliability of the sum of standardised levels.
        reason: Why a field is nan.
    """

    loadings_std: tuple[float, ...]
    omega: float
    omega_std: float
    reason: Reason = Reason.NONE


def cronbach_alpha(
    items: ArrayLike, conf: float = 0.95, *, counts: ArrayLike | None = None
) -> CronbachAlpha:
    """Cronbach's alpha with Feldt's interval, on complete ballots.

    Source: Cronbach (1951), Psychometrika 16:297; Feldt (1965), 30:357. Lay
    meaning: do the questions of a factor measure one thing; above 0.95 they
    repeat one another or people tick one column. Weakness: says nothing about
    whether the right thing is measured; a ceiling lowers it.

    Args:
        items: Questions × ballots, nan where unanswered.
        conf: Confidence of the interval.
        counts: Ballots of each column, whole; None = one each.
    """
    rows, times = _complete(items, counts)
    n, k = int(times.sum()), rows.shape[1]
    reason = _item_fault(rows, n)
    nothing = (NAN,) * k
    if reason in (Reason.EMPTY, Reason.ONE_ANSWER, Reason.TOO_FEW_ITEMS):
        return CronbachAlpha(n, NAN, NAN, NAN, nothing, nothing, NAN, NAN, reason)
    covariance = np.cov(rows, rowvar=False, fweights=times)
    r = _correlation(covariance)
    alpha = _alpha(covariance)
    mean_r = float(r[~np.eye(k, dtype=bool)].mean())
    df1, df2, tail = n - 1, (n - 1) * (k - 1), (1 - conf) / 2
    return CronbachAlpha(
        n,
        alpha,
        _alpha(r),
        mean_r,
        tuple(_alpha(_without(covariance, i)) for i in range(k)),
        tuple(_item_rest(covariance, i) for i in range(k)),
        1 - (1 - alpha) * f_quantile(1 - tail, df1, df2),
        1 - (1 - alpha) * f_quantile(tail, df1, df2),
        reason,
    )


def omega_total(items: ArrayLike, *, counts: ArrayLike | None = None) -> OmegaTotal:
    """McDonald's omega from a one-factor maximum-likelihood fit.

    Source: McDonald (1999), Test Theory; Jöreskog (1967), Psychometrika 32:443.
    Lay meaning: as alpha, without assuming that every question weighs the same.
    Weakness: needs at least three questions and some hundred ballots; a negative
    unique variance means one factor does not fit.

    Args:
        items: Questions × ballots, nan where unanswered.
        counts: Ballots of each column, whole; None = one each.
    """
    rows, times = _complete(items, counts)
    k = rows.shape[1]
    reason = _item_fault(rows, int(times.sum()))
    if not reason and k < 3:
        reason = Reason.NOT_IDENTIFIED
    nothing = (NAN,) * k
    if reason:
        return OmegaTotal(nothing, NAN, NAN, reason)
    covariance = np.cov(rows, rowvar=False, fweights=times)
    r = _correlation(covariance)
    if not float(np.linalg.eigvalsh(r)[0]) > 1e-10:
        return OmegaTotal(nothing, NAN, NAN, Reason.COLLINEAR)
    fit = _one_factor(r)
    if fit is None:
        return OmegaTotal(nothing, NAN, NAN, Reason.NO_CONVERGENCE)
    loading, unique = fit
    if bool((unique < 0).any()):
        return OmegaTotal(nothing, NAN, NAN, Reason.NOT_IDENTIFIED)
    sd = np.sqrt(np.diag(covariance))
    return OmegaTotal(
        tuple(float(value) for value in loading),
        _omega(loading * sd, unique * sd**2),
        _omega(loading, unique),
    )


def scale_reading(alpha: float, n_complete: int, n_items: int) -> ScaleReading:
    """How an alpha may be read.

    Source: statistics note, section 8: at least 3 questions and 100 complete
    ballots; 50 to 99 for orientation only; above 0.95 the questions repeat one
    another or people tick one column; 0.70 is Nunnally's (1978) customary floor.

    Args:
        alpha: Cronbach's alpha.
        n_complete: Ballots it rests on.
        n_items: Questions of the scale.
    """
    if n_items < MIN_ITEMS:
        return ScaleReading.FEW_ITEMS
    if n_complete < MIN_COMPLETE or np.isnan(alpha):
        return ScaleReading.TOO_FEW
    if n_complete < MIN_FIRM:
        return ScaleReading.REFERENCE
    if alpha > REDUNDANT_ALPHA:
        return ScaleReading.REDUNDANT
    return ScaleReading.CONSISTENT if alpha >= WEAK_ALPHA else ScaleReading.WEAK


def _complete(
    items: ArrayLike, counts: ArrayLike | None
) -> tuple[FloatArray, NDArray[np.int64]]:
    """Ballots × questions without those that left a question open; how many."""
    columns = floats(items)
    rows = columns.reshape(len(columns), -1 if columns.size else 0).T
    times = np.ones(len(rows)) if counts is None else floats(counts)
    used = ~np.isnan(rows).any(axis=1) & (times > 0)
    return rows[used], times[used].astype(np.int64)


def _item_fault(rows: FloatArray, n: int) -> Reason:
    k = rows.shape[1]
    if n == 0 or k == 0:
        return Reason.EMPTY
    if k < 2:
        return Reason.TOO_FEW_ITEMS
    if n < 2:
        return Reason.ONE_ANSWER
    return Reason.CONSTANT if bool((np.ptp(rows, axis=0) == 0).any()) else Reason.NONE


def _alpha(covariance: FloatArray) -> float:
    k = len(covariance)
    if k < 2:
        return NAN
    spread, total = float(np.trace(covariance)), float(covariance.sum())
    # Answers that cancel out leave a total of 0 up to rounding: no alpha.
    total = total if total > 1e-12 * spread else 0.0
    return k / (k - 1) * (1 - float(ratio(spread, total)))


def _correlation(covariance: FloatArray) -> FloatArray:
    sd = np.sqrt(np.diag(covariance))
    return ratio(covariance, np.outer(sd, sd))


def _without(covariance: FloatArray, i: int) -> FloatArray:
    return np.delete(np.delete(covariance, i, axis=0), i, axis=1)


def _item_rest(covariance: FloatArray, i: int) -> float:
    with_rest = float(covariance[i].sum() - covariance[i, i])
    rest = float(_without(covariance, i).sum())
    return float(ratio(with_rest, np.sqrt(covariance[i, i] * max(rest, 0.0))))


def _omega(loading: FloatArray, unique: FloatArray) -> float:
    common = float(loading.sum()) ** 2
    return common / (common + float(unique.sum()))


def _one_factor(r: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Loadings and unique variances by Fisher scoring; None if unsettled."""
    k = len(r)
    values, vectors = np.linalg.eigh(r)
    loading = vectors[:, -1] * np.sqrt(values[-1]) * 0.9
    loading *= np.sign(loading.sum()) or 1.0
    unique = np.clip(1 - loading**2, 0.05, 1)
    theta = np.concatenate([loading, unique])
    for _ in range(MAX_STEPS):
        inverse = np.linalg.inv(np.outer(theta[:k], theta[:k]) + np.diag(theta[k:]))
        slope = inverse - inverse @ r @ inverse
        gradient = np.concatenate([2 * slope @ theta[:k], np.diag(slope)])
        v = inverse @ theta[:k]
        cross = np.outer(v, v)
        information = np.block([
            [2 * (theta[:k] @ v * inverse + cross), 2 * inverse * v],
            [2 * (inverse * v).T, inverse * inverse],
        ])  # fmt: skip
        step = np.linalg.lstsq(information, -gradient, rcond=None)[0]
        if float(np.abs(step).max()) < 1e-10:
            return theta[:k], theta[k:]
        theta = theta + step / max(1.0, 5 * float(np.abs(step).max()))
    return None
