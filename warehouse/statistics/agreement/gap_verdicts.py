"""From unit-run against independent ballots to one word; see `verdicts`."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.change.verdicts import (
    MIN_COMPARE_N,
    Judgement,
    Verdict,
    VerdictReason,
    judge_intervals,
)
from warehouse.statistics.probability.distributions import floats

GAP_MARGIN = 0.05
# too few answers; agreement; neither gap nor agreement
_WORDS = [
    Verdict.TOO_FEW.value,
    Verdict.UNCHANGED.value,
    Verdict.INCONCLUSIVE.value,
]
_REASONS = [
    VerdictReason.FEW_ANSWERS.value,
    VerdictReason.WITHIN_MARGIN.value,
    VerdictReason.HOLDS_ZERO.value,
]


def judge_gaps(
    lo: ArrayLike,
    hi: ArrayLike,
    agree_lo: ArrayLike,
    agree_hi: ArrayLike,
    *,
    n_service: ArrayLike,
    n_independent: ArrayLike,
    margin: float = GAP_MARGIN,
    min_n: float = MIN_COMPARE_N,
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Verdicts on unit-run minus independent share, of many cells at once.

    Read a word as "the independent survey, against what the unit's own ballots
    say": a gap above 0 is `slightly_worse` or `worse`, agreement is `unchanged`.
    Agreement needs the 90 % interval inside ±margin (two one-sided tests).

    Args:
        lo, hi: 95 % limits of the gap.
        agree_lo, agree_hi: 90 % limits of the gap; nan decides by the 95 % ones.
        n_service, n_independent: Valid answers of each source.
        margin: Largest gap that still counts as agreement, 0..1.
        min_n: Answers each source needs.

    Returns:
        Words and reasons as text arrays.
    """
    words, reasons = judge_intervals(lo, hi, margin, higher_is_better=False)
    low, high = floats(agree_lo), floats(agree_hi)
    undecided = np.isin(words, (Verdict.UNCHANGED.value, Verdict.INCONCLUSIVE.value))
    undecided &= ~np.isnan(low + high)
    agree = (low > -margin) & (high < margin)
    few = ~((floats(n_service) >= min_n) & (floats(n_independent) >= min_n))
    cases = [few, undecided & agree, undecided]
    return np.select(cases, _WORDS, words), np.select(cases, _REASONS, reasons)


def judge_gap(
    lo: float,
    hi: float,
    agree_lo: float,
    agree_hi: float,
    *,
    n_service: float,
    n_independent: float,
    margin: float = GAP_MARGIN,
    min_n: float = MIN_COMPARE_N,
) -> Judgement:
    """Verdict on one gap; see `judge_gaps`."""
    words, reasons = judge_gaps(
        [lo],
        [hi],
        [agree_lo],
        [agree_hi],
        n_service=n_service,
        n_independent=n_independent,
        margin=margin,
        min_n=min_n,
    )
    return Judgement(Verdict(str(words[0])), VerdictReason(str(reasons[0])))
