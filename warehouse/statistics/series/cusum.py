"""Cumulative sums: small lasting changes found earlier than on a plain chart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class BinomialCusum:
    """A log-likelihood-ratio sum against a doubling (say) of dissatisfaction.

    Attributes:
        s: Sum after each period, >= 0; nan where the period is missing.
        first_signal: First period (1-based) with s > h; None if there is none.
        reason: Why the sum is undefined; empty otherwise.
    """

    s: Floats
    first_signal: int | None
    reason: Reason = Reason.NONE


@dataclass(frozen=True, eq=False)
class TabularCusum:
    """Two one-sided sums about a target.

    Attributes:
        c_plus: Upper sum after each period; nan where the period is missing.
        c_minus: Lower sum likewise.
        first_signal_high: First period (1-based) with c_plus > h, or None.
        first_signal_low: First period with c_minus > h, or None.
    """

    c_plus: Floats
    c_minus: Floats
    first_signal_high: int | None
    first_signal_low: int | None


def _one_sided(steps: Floats) -> Floats:
    """Running sum held at or above 0; a missing step leaves the sum as it was."""
    sums = np.full(len(steps), np.nan)
    level = 0.0
    for i, step in enumerate(steps.tolist()):
        if not np.isnan(step):
            level = max(0.0, level + step)
            sums[i] = level
    return sums


def _first_above(sums: Floats, h: float) -> int | None:
    above = np.flatnonzero(np.nan_to_num(sums, nan=-np.inf) > h)
    return int(above[0]) + 1 if len(above) else None


def cusum_binomial_llr(
    x: npt.ArrayLike, n: npt.ArrayLike, *, p0: float, p1: float, h: float
) -> BinomialCusum:
    """Sum the evidence for rate p1 against rate p0.

    To a reader: how strongly the months so far speak for the worse rate.
    Weakness: h decides the false alarms and must come from a simulation for the
    unit's own numbers.

    Formula: Steiner et al. (2000), Biostatistics 1, 441-452:
    S_t = max(0, S_(t-1) + log L(p1) / L(p0)).

    Args:
        x: Unsatisfied ballots per period.
        n: Valid ballots per period.
        p0: Ordinary rate, in (0, 1).
        p1: Rate to be found, in (0, 1).
        h: Signal level.
    """
    xs, ns = np.asarray(x, float), np.asarray(n, float)
    if not (0 < p0 < 1 and 0 < p1 < 1):
        nothing = np.full(len(xs), np.nan)
        return BinomialCusum(nothing, None, Reason.BAD_SETTING)
    steps = xs * np.log(p1 / p0) + (ns - xs) * np.log((1 - p1) / (1 - p0))
    s = _one_sided(steps)
    return BinomialCusum(s, _first_above(s, h))


def cusum_tabular(y: npt.ArrayLike, *, mu0: float, k: float, h: float) -> TabularCusum:
    """Sum departures from a target beyond a slack.

    To a reader: how far the series has drifted in all, small steps included.
    Weakness: needs a known target and a stable spread.

    Formula: Page (1954); Montgomery, Statistical Quality Control, 9.1:
    C+ = max(0, y - (mu0 + k) + C+), C- = max(0, (mu0 - k) - y + C-).

    Args:
        y: Values in time order.
        mu0: Target, in the unit of the series.
        k: Slack, in the unit of the series.
        h: Signal level, in the unit of the series.
    """
    ys = np.asarray(y, float)
    c_plus = _one_sided(ys - (mu0 + k))
    c_minus = _one_sided((mu0 - k) - ys)
    return TabularCusum(
        c_plus, c_minus, _first_above(c_plus, h), _first_above(c_minus, h)
    )
