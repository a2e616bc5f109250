"""A sample's design and the variance of weighted totals under it.

Taylor linearisation turns each estimate into a total of scores; this module
knows the variance of such totals, everything else in `survey_design_*` reduces
to it. Unit-run ballots are self-selected: for them a design describes precision
only, never representativeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.probability.distributions import FloatArray, floats, ratio
from warehouse.statistics.reasons import Reason

LonelyPsu = Literal["fail", "adjust", "average", "remove", "certainty"]
Ids = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Design:
    """How the answers were drawn, one entry per answer.

    Attributes:
        weights: Design weights (people an answer stands for).
        stratum: Stratum of each answer, 0-based.
        psu: Primary sampling unit within the whole sample, 0-based.
        ssu: Second-stage unit within the whole sample, 0-based.
        psu_population: PSUs in the stratum's population; inf = with replacement.
        ssu_population: SSUs in the PSU's population; None = one stage.
        lonely_psu: What a stratum with one PSU contributes. `adjust`: its squared
            linearised total; `average`: the mean of the other strata; `remove`
            or `certainty`: nothing; `fail`: the variance is nan.
        reason: Why no variance exists; empty if it does.
    """

    weights: FloatArray
    stratum: Ids
    psu: Ids
    ssu: Ids
    psu_population: FloatArray
    ssu_population: FloatArray | None
    lonely_psu: LonelyPsu
    reason: Reason

    @property
    def df(self) -> int:
        """Degrees of freedom: PSUs minus strata, of answers with weight."""
        used = self.weights > 0
        return len(np.unique(self.psu[used])) - len(np.unique(self.stratum[used]))


def make_design(
    weights: ArrayLike,
    *,
    strata: Sequence[object] | None = None,
    cluster1: Sequence[object] | None = None,
    cluster2: Sequence[object] | None = None,
    fpc1: ArrayLike | None = None,
    fpc2: ArrayLike | None = None,
    lonely_psu: LonelyPsu = "fail",
) -> Design:
    """Describes a stratified sample of one or two stages.

    Args:
        weights: Design weight of each answer.
        strata: Stratum of each answer; None = one stratum.
        cluster1: PSU of each answer (nested in strata); None = the answer.
        cluster2: SSU of each answer (nested in PSUs); None = the answer.
        fpc1: PSUs in the stratum's population, or sampled fractions (all ≤ 1);
            None = sampling with replacement, then one stage counts.
        fpc2: SSUs in the PSU's population, or sampled fractions.
        lonely_psu: See `Design`.
    """
    w = floats(weights)
    n = len(w)
    stratum = _codes(strata, n, None)
    psu = _codes(cluster1, n, stratum if cluster1 is not None else None, each=True)
    ssu = _codes(cluster2, n, psu if cluster2 is not None else None, each=True)
    population1 = _population(fpc1, stratum, psu)
    two_stage = cluster2 is not None and fpc1 is not None
    population2 = _population(fpc2, psu, ssu) if two_stage else None
    stages = ((population1, stratum, psu), (population2, psu, ssu))
    reason = _design_fault(w, psu) or _oversampled(stages)
    return Design(w, stratum, psu, ssu, population1, population2, lonely_psu, reason)


def total_variance(design: Design, scores: FloatArray) -> FloatArray:
    """Covariance matrix of the column totals of `scores`.

    Source: Wolter (2007), Introduction to Variance Estimation; Lumley (2010),
    Complex Surveys: V = Σ_h (1 − f_h)·n_h/(n_h − 1)·Σ_i (z_hi − z̄_h)² over PSU
    totals, plus Σ_h f_h of the same within each PSU for a second stage.

    Args:
        design: The design.
        scores: Answers × columns, weights already inside.

    Returns:
        Columns × columns; nan when the design gives no variance.
    """
    p = scores.shape[1]
    if design.reason:
        return np.full((p, p), np.nan)
    n_psu = _units_in(design.stratum, design.psu)
    first = _stage(
        scores,
        design.stratum,
        design.psu,
        design.psu_population,
        np.ones(len(n_psu)),
        design.lonely_psu,
    )
    if design.ssu_population is None:
        return first
    sampled = n_psu[design.stratum] / design.psu_population
    share = np.zeros(_n_groups(design.psu))
    share[design.psu] = sampled
    return first + _stage(
        scores,
        design.psu,
        design.ssu,
        design.ssu_population,
        share,
        design.lonely_psu,
    )


def _stage(
    scores: FloatArray,
    group: Ids,
    unit: Ids,
    population: FloatArray,
    multiplier: FloatArray,
    lonely: LonelyPsu,
) -> FloatArray:
    """Σ over groups of multiplier × (1 − f)·n/(n − 1)·Σ (unit total − mean)²."""
    n_groups, n_units = len(multiplier), _n_groups(unit)
    totals = np.zeros((n_units, scores.shape[1]))
    np.add.at(totals, unit, scores)
    home = np.zeros(n_units, dtype=np.intp)
    home[unit] = group
    size = np.bincount(home, minlength=n_groups).astype(float)
    whole = np.full(n_groups, np.inf)
    whole[group] = population
    left = 1 - size / whole
    is_lonely = (size == 1) & (left >= 1e-7)
    means = np.zeros((n_groups, scores.shape[1]))
    np.add.at(means, home, totals)
    means /= size[:, None]
    if lonely == "adjust":
        means[is_lonely] = 0
    scale = multiplier * left * np.where(size > 1, size / np.fmax(size - 1, 1), 1)
    scale = np.where(left < 1e-7, 0.0, scale)
    if lonely == "average":
        kept = n_groups - int(is_lonely.sum())
        scale = scale * (n_groups / kept if kept else np.nan)
    if lonely == "fail" and bool(is_lonely.any()):
        scale = scale * np.nan
    centred = totals - means[home]
    return np.asarray(centred.T @ (scale[home][:, None] * centred))


def _codes(
    labels: Sequence[object] | None, n: int, within: Ids | None, each: bool = False
) -> Ids:
    """0-based codes of labels, made distinct within an outer group."""
    if labels is None:
        return np.arange(n) if each else np.zeros(n, dtype=np.intp)
    codes: dict[tuple[object, int], int] = {}
    outer = np.zeros(n, dtype=np.intp) if within is None else within
    keys = ((label, int(o)) for label, o in zip(labels, outer, strict=True))
    return np.array([codes.setdefault(k, len(codes)) for k in keys], dtype=np.intp)


def _population(fpc: ArrayLike | None, group: Ids, unit: Ids) -> FloatArray:
    if fpc is None:
        return np.full(len(group), np.inf)
    given = floats(fpc)
    if len(given) and bool(np.all(given <= 1)):
        return ratio(_units_in(group, unit)[group], given)
    return given


def _units_in(group: Ids, unit: Ids) -> FloatArray:
    """Distinct units in each group."""
    pairs = np.unique(np.stack([group, unit]), axis=1)
    return np.bincount(pairs[0], minlength=_n_groups(group)).astype(float)


def _n_groups(codes: Ids) -> int:
    return int(codes.max()) + 1 if len(codes) else 0


def _oversampled(stages: Iterable[tuple[FloatArray | None, Ids, Ids]]) -> Reason:
    """More units drawn than the population holds, at any stage."""
    for population, group, unit in stages:
        if population is not None:
            sampled = _units_in(group, unit)[group]
            if bool(np.any(population < sampled - 1e-9)):
                return Reason.OVERSAMPLED
    return Reason.NONE


def _design_fault(weights: FloatArray, psu: Ids) -> Reason:
    if not weights.sum() > 0:
        has_nan = bool(np.isnan(weights).any())
        return Reason.MISSING_VALUES if has_nan else Reason.EMPTY
    return Reason.ONE_PSU if _n_groups(psu) == 1 else Reason.NONE
