"""Post-stratification and raking: make a sample match known totals.

Both multiply each design weight by a factor g; the variance then uses what the
known totals leave unexplained.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from warehouse.statistics.probability.distributions import NAN, FloatArray, floats
from warehouse.statistics.reasons import Reason
from warehouse.statistics.sampling.design import Design, total_variance


@dataclass(frozen=True, slots=True)
class CalibratedMean:
    """A mean after calibration to known totals.

    Attributes:
        mean, se: Calibrated mean, in units of y, and its standard error.
        total, total_se: Calibrated total and its standard error.
        g_weight: Factor on the design weight, by category (`a`, or `a|b` for two
            margins).
        reason: Why a field is nan.
    """

    mean: float
    se: float
    total: float
    total_se: float
    g_weight: dict[str, float]
    reason: Reason = Reason.NONE


def poststratify(
    y: ArrayLike,
    design: Design,
    post: Sequence[object],
    population: Mapping[str, float],
) -> CalibratedMean:
    """Mean after scaling each category to its known size.

    Source: Holt & Smith (1979), JRSS A 142:33; Lumley (2010), ch. 7. Lay meaning:
    the figure as if the ballots had the known mix of procedures. Weakness: a
    category without ballots cannot be mended; the result is then nan.

    Args:
        y: Value of each answer.
        design: Its design.
        post: Category of each answer.
        population: Known total of each category.
    """
    return _calibrated(y, design, [[str(label) for label in post]], [population])


def rake(
    y: ArrayLike,
    design: Design,
    margin1: Sequence[object],
    margin2: Sequence[object],
    population1: Mapping[str, float],
    population2: Mapping[str, float],
) -> CalibratedMean:
    """Mean after scaling to two margins in turn until both fit.

    Source: Deming & Stephan (1940), Ann Math Stat 11:427; variance from the
    residuals of y on both margins with the design weights (Deville, Särndal &
    Sautory 1993). Lay meaning: the mix of procedures and of channels both match
    the cases returned. Weakness: two totals that disagree have no solution.

    Args:
        y: Value of each answer.
        design: Its design.
        margin1, margin2: Categories of each answer.
        population1, population2: Known totals of each margin's categories.
    """
    margins = [[str(label) for label in margin] for margin in (margin1, margin2)]
    return _calibrated(y, design, margins, [population1, population2])


def _calibrated(
    y: ArrayLike,
    design: Design,
    margins: list[list[str]],
    populations: list[Mapping[str, float]],
) -> CalibratedMean:
    value, w = floats(y), design.weights
    fault = _fault(value, w, margins, populations)
    g = np.ones(len(w))
    if not fault:
        g = _fitted_factors(w, margins, populations)
        fault = Reason.NO_CONVERGENCE if np.isnan(g).any() else Reason.NONE
    if fault:
        return CalibratedMean(NAN, NAN, NAN, NAN, {}, fault)
    new = w * g
    size = float(new.sum())
    mean = float((new * value).sum() / size)
    left = value - _explained(value, w, margins)
    covariance = total_variance(design, (new * left)[:, None])
    total_se = float(np.sqrt(covariance[0, 0]))
    cells = ["|".join(pair) for pair in zip(*margins, strict=True)]
    factors = {cell: float(factor) for cell, factor in zip(cells, g, strict=True)}
    missing = Reason.LONELY_PSU if np.isnan(total_se) else Reason.NONE
    reason = design.reason or missing
    return CalibratedMean(mean, total_se / size, mean * size, total_se, factors, reason)


def _fault(
    y: FloatArray,
    w: FloatArray,
    margins: list[list[str]],
    populations: list[Mapping[str, float]],
) -> Reason:
    if not w.sum() > 0:
        return Reason.EMPTY
    if np.isnan(y).any():
        return Reason.MISSING_VALUES
    for margin, population in zip(margins, populations, strict=True):
        present = {label for label, weight in zip(margin, w, strict=True) if weight > 0}
        wanted = {label for label, size in population.items() if size > 0}
        if present != wanted:
            return Reason.EMPTY_CELL
    return Reason.NONE


def _fitted_factors(
    w: FloatArray, margins: list[list[str]], populations: list[Mapping[str, float]]
) -> FloatArray:
    """Iterative proportional fitting; nan if the margins cannot all fit."""
    g = np.ones(len(w))
    groups = [_indicator(margin) for margin in margins]
    targets = [
        np.array([population[label] for label in sorted(set(margin))], dtype=float)
        for margin, population in zip(margins, populations, strict=True)
    ]
    for _ in range(2000):
        worst = 0.0
        for indicator, target in zip(groups, targets, strict=True):
            factor = target / (indicator.T @ (w * g))
            worst = max(worst, float(np.abs(factor - 1).max()))
            g = g * (indicator @ factor)
        if worst < 1e-14 or len(groups) == 1:
            return g
    return g if worst < 1e-9 else np.full(len(w), np.nan)


def _explained(y: FloatArray, w: FloatArray, margins: list[list[str]]) -> FloatArray:
    """Fit of y on all margins with the design weights."""
    x = np.hstack([_indicator(margin) for margin in margins])
    root = np.sqrt(w)
    beta = np.linalg.lstsq(root[:, None] * x, root * y, rcond=None)[0]
    return np.asarray(x @ beta)


def _indicator(labels: list[str]) -> FloatArray:
    """Answers × categories in sorted order, 1 where the answer is in it."""
    place = {label: i for i, label in enumerate(sorted(set(labels)))}
    return np.eye(len(place))[[place[label] for label in labels]]
