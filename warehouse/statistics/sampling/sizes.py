"""How many to ask, and how to spread them over strata."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf, isfinite, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from warehouse.statistics.probability.distributions import (
    NAN,
    FloatArray,
    floats,
    normal_quantile,
    ratio,
)
from warehouse.statistics.reasons import Reason


@dataclass(frozen=True, slots=True)
class Allocation:
    """A sample spread over strata.

    Attributes:
        raw: Share of each stratum before rounding, answers.
        n: Whole answers per stratum, adding up to the sample.
        se_mean: Standard error of the weighted mean it gives, in units of S.
        reason: Why a field is nan, or a caution.
    """

    raw: FloatArray
    n: tuple[int, ...]
    se_mean: float
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class SampleSize:
    """Answers needed for one share.

    Attributes:
        n0: For an infinite population and a simple random sample.
        n_srs_fpc: For the given population.
        n_design: Also with the design effect.
        n_design_ceil: The same, whole answers; None if undefined.
        n_invite: People to invite at the given response rate; None if undefined.
        reason: Why a field is nan.
    """

    n0: float
    n_srs_fpc: float
    n_design: float
    n_design_ceil: int | None
    n_invite: int | None
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class TwoSampleSize:
    """Answers needed in each of two waves.

    Attributes:
        n_per_group: For simple random samples.
        n_per_group_ceil: The same, whole answers; None if undefined.
        n_per_group_design: With the design effect, whole answers.
        reason: Why a field is nan.
    """

    n_per_group: float
    n_per_group_ceil: int | None
    n_per_group_design: int | None
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class YamaneSize:
    """The official minimum sample.

    Attributes:
        n_raw, n_round, n_ceil: As computed, rounded, rounded up.
        reason: Why a field is nan.
    """

    n_raw: float
    n_round: int | None
    n_ceil: int | None
    reason: Reason = Reason.NONE


def sample_size_proportion(
    p: float,
    margin: float,
    conf: float = 0.95,
    population: float | None = None,
    deff: float = 1.0,
    response_rate: float = 1.0,
) -> SampleSize:
    """Answers needed to know a share within ±margin.

    Source: Cochran (1977), Sampling Techniques, 4.2: n₀ = z²pq/e²; n = n₀·deff /
    (1 + (n₀·deff − 1)/N). Lay meaning: ask this many and the share is known to
    within the margin. Weakness: the margin concerns chance only.

    Args:
        p: Expected share, 0..1 (0.5 is the cautious choice).
        margin: Half-width wanted, 0..1.
        conf: Confidence.
        population: People served; None = infinite.
        deff: Design effect of clusters and weights.
        response_rate: Expected share of the invited who answer, 0..1.
    """
    size = inf if population is None else population
    if not (margin > 0 and 0 <= p <= 1 and size >= 0):
        return SampleSize(NAN, NAN, NAN, None, None, Reason.BAD_SETTING)
    z = normal_quantile(conf)
    n0 = z * z * p * (1 - p) / margin**2
    srs, design = _of_population(n0, size), _of_population(n0 * deff, size)
    if not isfinite(design):
        return SampleSize(n0, srs, design, None, None, Reason.BAD_SETTING)
    whole = ceil(design)
    if not response_rate > 0:
        return SampleSize(n0, srs, design, whole, None, Reason.BAD_SETTING)
    return SampleSize(n0, srs, design, whole, ceil(whole / response_rate))


def _of_population(n: float, size: float) -> float:
    """Answers that are as precise about `size` people as n do of infinitely many."""
    return n / (1 + (n - 1) / size) if size > 0 else 0.0


def sample_size_two_proportions(
    p1: float, p2: float, power: float = 0.8, alpha: float = 0.05, deff: float = 1.0
) -> TwoSampleSize:
    """Answers per wave needed to see a change from p1 to p2.

    Source: Fleiss (1981), ch. 3, without continuity correction (as
    `power.prop.test`). Lay meaning: with fewer, a real change of this size is
    likely to be missed. Weakness: a guess of p1 and p2 goes in.

    Args:
        p1, p2: Shares before and after, 0..1.
        power: Chance of seeing the change, 0..1.
        alpha: Two-sided level.
        deff: Design effect.
    """
    valid = 0 <= p1 <= 1 and 0 <= p2 <= 1 and p1 != p2
    if not (valid and 0 < alpha < power < 1):
        return TwoSampleSize(NAN, None, None, Reason.BAD_SETTING)
    pooled, apart = (p1 + p2) / 2, p1 * (1 - p1) + p2 * (1 - p2)
    z_power = float(special.ndtri(power))
    numerator = normal_quantile(1 - alpha) * sqrt(2 * pooled * (1 - pooled))
    n = ((numerator + z_power * sqrt(apart)) / (p1 - p2)) ** 2
    return TwoSampleSize(n, ceil(n), ceil(n * deff))


def sample_size_yamane(population: float, e: float = 0.05) -> YamaneSize:
    """The official SIPAS minimum n = N/(1 + N·e²).

    Source: Yamane (1967); equals Cochran's formula with z = 2 and p = ½. Lay
    meaning: the number the ministry's guide asks for. Weakness: knows neither
    clusters nor refusals, so ours stands beside it.

    Args:
        population: People served, N.
        e: Margin, 0..1.
    """
    if not (population >= 0 and e >= 0):
        return YamaneSize(NAN, None, None, Reason.BAD_SETTING)
    n = population / (1 + population * (e * e))
    return YamaneSize(n, round(n), ceil(n))


def allocation(
    kind: Literal["proportional", "neyman"],
    population: ArrayLike,
    sd: ArrayLike,
    n: float,
    min_per_stratum: int = 0,
) -> Allocation:
    """Spreads a sample over strata.

    Source: Cochran (1977), 5.5-5.9; strata over their population are taken
    whole, those under the minimum raised to it, the rest shared again; largest
    remainder. Lay meaning: proportional for unit reports, Neyman for the
    sharpest province figure. Weakness: Neyman needs spreads guessed beforehand.

    Args:
        kind: `proportional` to N or `neyman` to N × S.
        population: People served per stratum, N.
        sd: Standard deviation of the answer per stratum, S.
        n: Answers to spread.
        min_per_stratum: Least answers per stratum, capped at N.
    """
    size, s = floats(population), floats(sd)
    weight = size * s if kind == "neyman" else size
    least = np.minimum(min_per_stratum, size)
    usable = weight.sum() > 0 and n >= 0 and not (size < 0).any()
    if not usable:
        empty = Reason.BAD_SETTING if len(size) else Reason.EMPTY
        return Allocation(np.full(len(size), np.nan), (), NAN, empty)
    raw = _shared_out(weight, size, least, float(n))
    whole = _largest_remainder(raw)
    share = size / size.sum()
    variance = share**2 * s**2 * (ratio(1, whole) - ratio(1, size))
    variance = np.where((s == 0) | (size == 0), 0.0, variance)
    over = Reason.SAMPLE_BELOW_MINIMUM if least.sum() > n else Reason.NONE
    counts = tuple(int(v) for v in whole)
    return Allocation(raw, counts, float(np.sqrt(variance.sum())), over)


def _largest_remainder(raw: FloatArray) -> FloatArray:
    """Whole numbers with the rounded total of `raw`."""
    whole = np.floor(raw)
    left = round(float(raw.sum())) - int(whole.sum())
    order = np.argsort(-(raw - whole), kind="stable")
    whole[order[: max(0, left)]] += 1
    return whole


def _shared_out(
    weight: FloatArray, size: FloatArray, least: FloatArray, n: float
) -> FloatArray:
    """Weights scaled to n, with caps at `size` and then floors at `least`."""
    fixed = np.full(len(size), np.nan)
    while True:
        free = np.isnan(fixed)
        rest = max(0.0, n - float(np.nansum(fixed)))
        raw = np.where(free, rest * ratio(weight, weight[free].sum()), fixed)
        raw = np.where(np.isnan(raw), 0.0, raw)
        over, under = free & (raw > size), free & (raw < least)
        if over.any():
            fixed = np.where(over, size, fixed)
        elif under.any():
            fixed = np.where(under, least, fixed)
        else:
            return raw
