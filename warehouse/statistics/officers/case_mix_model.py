"""Expected counts by logistic regression, for cells too thin to pool one by one.

Two main effects (procedure group, channel) borrow strength: a rare combination
gets the rate its row and its column suggest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.special import expit, logit, xlogy

from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]

_MAX_STEPS = 50


@dataclass(frozen=True, eq=False)
class CaseMixModel:
    """A grouped logistic regression and what it expects of each officer.

    Attributes:
        coef_names: (Intercept), pr<level>, ch<level>; first levels are reference.
        coef: Log odds; nan where a level cannot be separated.
        se: Standard errors of `coef`; nan likewise.
        deviance: Residual deviance.
        officer: Officer codes, alphabetical.
        observed: Satisfied ballots per officer.
        expected: Fitted satisfied ballots per officer.
        sr: observed / expected; nan where nothing is expected.
        reason: Why coefficients are undefined; empty otherwise.
    """

    coef_names: tuple[str, ...]
    coef: Floats
    se: Floats
    deviance: float
    officer: tuple[str, ...]
    observed: Floats
    expected: Floats
    sr: Floats
    reason: Reason = Reason.NONE


def _design(
    procedure: Sequence[str], channel: Sequence[str]
) -> tuple[tuple[str, ...], Floats]:
    """Names and columns of the main-effects design."""
    names, columns = ["(Intercept)"], [np.ones(len(procedure))]
    for prefix, factor in (("pr", procedure), ("ch", channel)):
        values = np.asarray(factor, dtype=str)
        for level in np.unique(values)[1:]:
            names.append(f"{prefix}{level}")
            columns.append((values == level).astype(float))
    return tuple(names), np.column_stack(columns)


def _independent_columns(design: Floats) -> list[int]:
    """Columns that add rank, in order; later repeats are left out."""
    kept: list[int] = []
    for j in range(design.shape[1]):
        if np.linalg.matrix_rank(design[:, [*kept, j]]) > len(kept):
            kept.append(j)
    return kept


def _least_squares(design: Floats, y: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], float)


def _fit(design: Floats, x: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Iteratively reweighted least squares; coefficients and fitted rates."""
    rate = (x + 0.5) / (n + 1)
    eta = logit(rate)
    beta = np.zeros(design.shape[1])
    previous = np.inf
    for _ in range(_MAX_STEPS):
        weight = np.maximum(n * rate * (1 - rate), 1e-300)
        working = eta + (x - n * rate) / weight
        root = np.sqrt(weight)
        beta = _least_squares(design * root[:, None], working * root)
        # Beyond 30 a rate is 0 or 1 to double precision: separation.
        eta = np.clip(design @ beta, -30, 30)
        rate = expit(eta)
        deviance = _deviance(x, n, rate)
        if abs(deviance - previous) < 1e-13 * (abs(deviance) + 0.1):
            break
        previous = deviance
    return beta, rate


def _deviance(x: Floats, n: Floats, rate: Floats) -> float:
    unsatisfied = n - x
    saturated = xlogy(x, x / n) + xlogy(unsatisfied, unsatisfied / n)
    fitted = xlogy(x, rate) + xlogy(unsatisfied, 1 - rate)
    return float(2 * (saturated - fitted).sum())


def _is_separated(design: Floats, x: Floats, n: Floats) -> bool:
    """True when some direction raises the likelihood for ever.

    Rows with both outcomes must stay put, rows with one outcome may only move
    towards it (Albert & Anderson 1984); a linear program looks for such a move.
    """
    mixed = (x > 0) & (x < n)
    sign = np.where(x > 0, 1.0, -1.0)[~mixed]
    towards = design[~mixed] * sign[:, None]
    if len(towards) == 0:
        return False
    found = linprog(
        -towards.sum(axis=0),
        A_ub=-towards,
        b_ub=np.zeros(len(towards)),
        A_eq=design[mixed] if mixed.any() else None,
        b_eq=np.zeros(int(mixed.sum())) if mixed.any() else None,
        bounds=(-1, 1),
    )
    return bool(towards.sum(axis=0) @ found.x > 1e-7)


def _coefficients(
    design: Floats, x: Floats, n: Floats, width: int, kept: list[int]
) -> tuple[Floats, Floats, Floats, Reason]:
    """Coefficients, errors and fitted rates on the rows that hold ballots."""
    coef, se = np.full(width, np.nan), np.full(width, np.nan)
    beta, rate = _fit(design, x, n)
    if _is_separated(design, x, n):
        return coef, se, rate, Reason.ONE_OUTCOME_LEVEL
    coef[kept] = beta
    information = design.T @ (design * (n * rate * (1 - rate))[:, None])
    se[kept] = np.sqrt(np.diag(np.linalg.inv(information)))
    reason = Reason.NONE if len(kept) == width else Reason.COLLINEAR
    return coef, se, rate, reason


def _per_officer(row: npt.NDArray[np.intp], value: Floats, size: int) -> Floats:
    return np.bincount(row, weights=value, minlength=size).astype(float)


def _no_ballots(names: tuple[str, ...], codes: tuple[str, ...]) -> CaseMixModel:
    nothing, undefined = np.full(len(names), np.nan), np.full(len(codes), np.nan)
    zero = np.zeros(len(codes))
    return CaseMixModel(
        names, nothing, nothing, np.nan, codes, zero, undefined, undefined, Reason.EMPTY
    )


def casemix_logistic(
    officer: Sequence[str],
    procedure: Sequence[str],
    channel: Sequence[str],
    x: npt.ArrayLike,
    n: npt.ArrayLike,
) -> CaseMixModel:
    """Fit logit(rate) = procedure + channel and sum what it expects per officer.

    To a reader: as `indirect_standardisation`, steadier with few ballots; one row
    per officer, procedure group and channel (x satisfied of n valid ballots).
    Weakness: assumes that a channel matters alike for each procedure. Under
    separation coefficients are undefined but the expected counts remain.

    Formula: maximum likelihood, grouped binomial (McCullagh & Nelder 1989, ch. 4).
    """
    xs, ns = np.asarray(x, float), np.asarray(n, float)
    used = np.flatnonzero(ns > 0)
    names, design = _design(
        [str(procedure[int(i)]) for i in used], [str(channel[int(i)]) for i in used]
    )
    ids, row = np.unique(np.asarray(officer, dtype=str), return_inverse=True)
    codes = tuple(str(c) for c in ids)
    if len(used) == 0:
        return _no_ballots(names, codes)
    kept = _independent_columns(design)
    x_used, n_used = xs[used], ns[used]
    coef, se, rate, reason = _coefficients(
        design[:, kept], x_used, n_used, len(names), kept
    )
    observed = _per_officer(row[used], x_used, len(codes))
    expected = _per_officer(row[used], n_used * rate, len(codes))
    sr = np.where(expected > 0, observed / np.where(expected > 0, expected, 1), np.nan)
    deviance = _deviance(x_used, n_used, rate)
    return CaseMixModel(
        names, coef, se, deviance, codes, observed, expected, sr, reason
    )
