"""Stratified shares and scores of many cells at once, from sums per stratum.

A stratum enters with its answers, its satisfied answers, the sum of its levels and
of their squares: that is all the linearised variance needs. One call answers for a
whole province, so the cost grows with strata, never with ballots. Answers stand as
drawn with replacement: nobody knows which of the people served were asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.probability.distributions import (
    FloatArray,
    floats,
    ratio,
    t_quantile,
    t_two_sided,
)
from warehouse.statistics.probability.share_intervals import wilson_bounds

Index = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class StratifiedColumns:
    """One entry per cell; see `survey_design_strata.StratifiedShare`.

    Attributes:
        share, share_se: Weighted share satisfied 0..1 and its standard error.
        lo, hi: Limits to show: Wilson's on `n_eff`.
        mean, mean_se: Weighted mean level and its standard error.
        df: Answers minus strata.
        n_eff: Answers of a simple random sample as precise as this one.
    """

    share: FloatArray
    share_se: FloatArray
    lo: FloatArray
    hi: FloatArray
    mean: FloatArray
    mean_se: FloatArray
    df: FloatArray
    n_eff: FloatArray


@dataclass(frozen=True, eq=False)
class StratifiedChanges:
    """Change after − before, one entry per cell.

    Attributes:
        diff, lo, hi: Change of the share; Newcombe's construction on the two
            intervals shown.
        p_value: t test of no change; nan without variance.
        mean_diff, mean_lo, mean_hi: Change of the mean level, t limits.
    """

    diff: FloatArray
    lo: FloatArray
    hi: FloatArray
    p_value: FloatArray
    mean_diff: FloatArray
    mean_lo: FloatArray
    mean_hi: FloatArray


@dataclass(frozen=True, eq=False)
class Strata:
    """Sums of the strata, one entry per stratum and cell.

    Attributes:
        cell: Cell the stratum belongs to, 0-based.
        size: People served, or any weight; shares within a cell count.
        n: Valid answers (effective ones where restated); 0 leaves a stratum out.
        satisfied: Satisfied answers, of n.
        levels, squares: Sum of levels and of squared levels over the n answers.
    """

    cell: Index
    size: FloatArray
    n: FloatArray
    satisfied: FloatArray
    levels: FloatArray
    squares: FloatArray


def stratified_columns(
    strata: Strata,
    n_cells: int,
    conf: ArrayLike = 0.95,
    *,
    inflation: ArrayLike = 1.0,
) -> StratifiedColumns:
    """Weighted share and mean of each cell with the limits to show.

    Source: as `stratified_from_counts` without fpc; a stratum with one answer gives
    its squared distance from the mean (`adjust`), a cautious guess.

    Args:
        strata: Sums per stratum.
        n_cells: Cells; one without answers is nan throughout.
        conf: Confidence of the limits, one or one per cell.
        inflation: What shared ballots cost, one or one per cell: see
            `shared_inflation`.
    """
    used = (strata.n > 0) & (strata.size > 0)
    cell, n = strata.cell[used], strata.n[used]
    size = strata.size[used]
    weight = size / np.bincount(cell, size, n_cells)[cell]
    x, s1, s2 = strata.satisfied[used], strata.levels[used], strata.squares[used]
    share, v_share = _weighted(cell, weight, n, x, x, n_cells)
    mean, v_mean = _weighted(cell, weight, n, s1, s2, n_cells)
    stretch = floats(inflation)
    v_share, v_mean = v_share * stretch, v_mean * stretch
    ceiling = ratio(1, np.bincount(cell, weight**2 / n, n_cells) * stretch)
    n_eff = np.fmin(ceiling, ratio(share * (1 - share), v_share))
    _, lo, hi = wilson_bounds(share * n_eff, n_eff, conf)
    df = floats(np.bincount(cell, n - 1, n_cells))
    spreads = np.sqrt(v_share), np.sqrt(v_mean)
    return StratifiedColumns(share, spreads[0], lo, hi, mean, spreads[1], df, n_eff)


def with_mean_of(
    shares: StratifiedColumns, means: StratifiedColumns
) -> StratifiedColumns:
    """Shares and means of the same cells whose design effects differ.

    Args:
        shares: From strata whose `n` is what their shares are worth.
        means: From the same strata, with what their mean levels are worth.
    """
    return replace(shares, mean=means.mean, mean_se=means.mean_se)


def stratified_changes(
    before: StratifiedColumns, after: StratifiedColumns, conf: ArrayLike = 0.95
) -> StratifiedChanges:
    """Changes between two independent waves; see `stratified_diff_from_counts`."""
    b, a = before, after
    df = a.df + b.df
    t = t_quantile(conf, df)
    diff, se = a.share - b.share, np.hypot(a.share_se, b.share_se)
    mean_diff, half = a.mean - b.mean, t * np.hypot(a.mean_se, b.mean_se)
    return StratifiedChanges(
        diff=diff,
        lo=diff - np.hypot(a.share - a.lo, b.hi - b.share),
        hi=diff + np.hypot(a.hi - a.share, b.share - b.lo),
        p_value=t_two_sided(ratio(diff, se), df),
        mean_diff=mean_diff,
        mean_lo=mean_diff - half,
        mean_hi=mean_diff + half,
    )


def collapse_cells(
    stratum: ArrayLike, n_before: ArrayLike, n_after: ArrayLike, least: float = 5
) -> Index:
    """Which cells of a stratum stand alone, and which join so that all hold answers.

    Cells with fewer than `least` answers in either wave become one; if that one is
    still too small it joins the largest cell of its stratum.

    Args:
        stratum: Stratum of each cell, 0-based.
        n_before, n_after: Answers of each cell in the two waves.
        least: Fewest answers of a cell in each wave.

    Returns:
        Position of the cell each cell joins, its own if it stands alone.
    """
    home = np.asarray(stratum, dtype=np.intp)
    pair = np.stack([floats(n_before), floats(n_after)])
    n = pair.min(axis=0)
    joins = np.arange(len(home))
    n_strata = int(home.max()) + 1 if len(home) else 0
    small = n < least
    first = np.full(n_strata, len(home), dtype=np.intp)
    np.minimum.at(first, home[small], joins[small])
    joins[small] = first[home[small]]
    together = np.min([np.bincount(home[small], p[small], n_strata) for p in pair], 0)
    order = np.lexsort((-joins, n))
    largest = np.zeros(n_strata, dtype=np.intp)
    largest[home[order]] = order
    has_large = n[largest] >= least
    weak = small & (together < least)[home] & has_large[home]
    joins[weak] = largest[home[weak]]
    return joins


def _weighted(
    cell: Index,
    weight: FloatArray,
    n: FloatArray,
    total: FloatArray,
    squares: FloatArray,
    n_cells: int,
) -> tuple[FloatArray, FloatArray]:
    """Weighted mean of each cell and its linearised variance."""
    n_all = np.bincount(cell, n, n_cells)
    centre = total / n
    sums = floats(np.bincount(cell, weight * centre, n_cells))
    mean = np.where(n_all > 0, sums, np.nan)
    inner = np.fmax(squares - total * centre, 0.0)
    parts = weight**2 * ratio(inner, n * (n - 1))
    alone = (weight * (centre - mean[cell])) ** 2
    parts = np.where(n > 1, parts, alone)
    variance = np.bincount(cell, parts, n_cells)
    return mean, np.where(n_all > 1, variance, np.nan)
