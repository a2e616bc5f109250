"""From an interval, a margin and n to one word; the only place that decides it.

A verdict weighs an interval against a practical margin and never reads a
p-value: with a whole province answering, every p-value is near 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from warehouse.statistics.probability.distributions import floats

SHARE_MARGIN = 0.02
SCORE_MARGIN = 0.1
MIN_COMPARE_N = 30
MIN_STARTED_UNITS = 5
MIN_PRE_PERIODS = 3
PRE_TREND_ALPHA = 0.05
MIN_SIGNAL_POINTS = 6
MIN_LIMIT_POINTS = 12


class Verdict(StrEnum):
    """The words shown beside a figure (design: section 5)."""

    IMPROVED = "improved"
    SLIGHTLY_IMPROVED = "slightly_improved"
    UNCHANGED = "unchanged"
    SLIGHTLY_WORSE = "slightly_worse"
    WORSE = "worse"
    UNCERTAIN_AMONG_MANY = "uncertain_among_many"
    INCONCLUSIVE = "inconclusive"
    TOO_FEW = "too_few"
    NOT_COMPARABLE = "not_comparable"


class VerdictReason(StrEnum):
    """What a verdict rests on."""

    BEYOND_MARGIN = "beyond_margin"
    TOUCHES_MARGIN = "touches_margin"
    WITHIN_MARGIN = "within_margin"
    HOLDS_ZERO = "holds_zero"
    FEW_ANSWERS = "few_answers"
    NO_INTERVAL = "no_interval"
    OTHER_POPULATION = "other_population"
    FEW_UNITS = "few_units"
    SHORT_HISTORY = "short_history"
    PRE_TREND = "pre_trend"
    NO_SIGNAL = "no_signal"
    SIGNAL = "signal"
    PROVISIONAL_LIMITS = "provisional_limits"


# one entry per case of `judge_intervals`, in its order
_CASE_WORDS = [
    Verdict.INCONCLUSIVE.value,
    Verdict.IMPROVED.value,
    Verdict.SLIGHTLY_IMPROVED.value,
    Verdict.WORSE.value,
    Verdict.SLIGHTLY_WORSE.value,
    Verdict.UNCHANGED.value,
]
_CASE_REASONS = [
    VerdictReason.NO_INTERVAL.value,
    VerdictReason.BEYOND_MARGIN.value,
    VerdictReason.TOUCHES_MARGIN.value,
    VerdictReason.BEYOND_MARGIN.value,
    VerdictReason.TOUCHES_MARGIN.value,
    VerdictReason.WITHIN_MARGIN.value,
]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict.

    Attributes:
        word: The verdict.
        reason: What it rests on.
    """

    word: Verdict
    reason: VerdictReason


def judge_interval(
    lo: float, hi: float, margin: float, *, higher_is_better: bool = True
) -> Judgement:
    """An interval of a change against ±margin.

    Source: statistics note, section 0. Wholly beyond the margin: clear change.
    Beyond 0 but touching the margin: small change. Holding 0 inside ±margin: no
    change that matters. Any other interval holding 0: undecided.

    Args:
        lo, hi: Limits of after − before.
        margin: Smallest change that matters in practice, same units, ≥ 0.
        higher_is_better: False for lateness, complaints and the like.
    """
    words, reasons = judge_intervals(
        [lo], [hi], margin, higher_is_better=higher_is_better
    )
    return Judgement(Verdict(str(words[0])), VerdictReason(str(reasons[0])))


def judge_intervals(
    lo: ArrayLike, hi: ArrayLike, margin: float, *, higher_is_better: bool = True
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """`judge_interval` for many cells at once.

    Returns:
        Words and reasons as text arrays.
    """
    low, high = floats(lo), floats(hi)
    if not higher_is_better:
        low, high = -high, -low
    cases = [
        np.isnan(low) | np.isnan(high),
        low > margin,
        low > 0,
        high < -margin,
        high < 0,
        (low >= -margin) & (high <= margin),
    ]
    words = np.select(cases, _CASE_WORDS, Verdict.INCONCLUSIVE.value)
    reasons = np.select(cases, _CASE_REASONS, VerdictReason.HOLDS_ZERO.value)
    return words, reasons


def judge_changes(
    lo: ArrayLike,
    hi: ArrayLike,
    n_before: ArrayLike,
    n_after: ArrayLike,
    *,
    is_comparable: ArrayLike = True,
    margin: float = SHARE_MARGIN,
    min_n: float = MIN_COMPARE_N,
    higher_is_better: bool = True,
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Before/after verdicts of many cells at once.

    Args:
        lo, hi: Limits of after − before.
        n_before, n_after: Valid answers of each wave (effective n if weighted).
        is_comparable: False where population or mode differ between the waves.
        margin: Smallest change that matters, in units of lo and hi.
        min_n: Answers each wave needs before anything is compared.
        higher_is_better: False for lateness, complaints and the like.

    Returns:
        Words and reasons as text arrays.
    """
    words, reasons = judge_intervals(lo, hi, margin, higher_is_better=higher_is_better)
    # written so that a missing n counts as too few
    enough = (floats(n_before) >= min_n) & (floats(n_after) >= min_n)
    same = np.asarray(is_comparable, dtype=bool)
    words = np.where(enough, words, Verdict.TOO_FEW.value)
    reasons = np.where(enough, reasons, VerdictReason.FEW_ANSWERS.value)
    return (
        np.where(same, words, Verdict.NOT_COMPARABLE.value),
        np.where(same, reasons, VerdictReason.OTHER_POPULATION.value),
    )


def judge_change(
    lo: float,
    hi: float,
    n_before: float,
    n_after: float,
    *,
    is_comparable: bool = True,
    margin: float = SHARE_MARGIN,
    min_n: float = MIN_COMPARE_N,
    higher_is_better: bool = True,
) -> Judgement:
    """Before/after verdict of one cell; see `judge_changes`."""
    words, reasons = judge_changes(
        [lo],
        [hi],
        n_before,
        n_after,
        is_comparable=is_comparable,
        margin=margin,
        min_n=min_n,
        higher_is_better=higher_is_better,
    )
    return Judgement(Verdict(str(words[0])), VerdictReason(str(reasons[0])))


CHANGES = frozenset(
    {
        Verdict.IMPROVED.value,
        Verdict.SLIGHTLY_IMPROVED.value,
        Verdict.SLIGHTLY_WORSE.value,
        Verdict.WORSE.value,
    }
)


def among_many(
    alone: ArrayLike, picked: ArrayLike, is_marked: ArrayLike
) -> NDArray[np.object_]:
    """Verdicts of units that are looked at together.

    A page of 56 units expects three changes by luck at 95 %. A change keeps its word
    only if it is marked after adjusting for all of them, and then by the limits that
    allow for having been picked out; otherwise there is a sign, and no more.

    Args:
        alone: Verdict of each unit as if it were the only one.
        picked: Verdict by the limits that hold after picking.
        is_marked: The adjusted p-value says that there is a change.
    """
    first = np.asarray(alone, dtype=object)
    second = np.asarray(picked, dtype=object)
    is_change = np.isin(first.astype(str), list(CHANGES))
    is_still = np.isin(second.astype(str), list(CHANGES))
    kept = np.asarray(is_marked, dtype=bool) & is_still
    changed = np.where(kept, second, Verdict.UNCERTAIN_AMONG_MANY.value)
    return np.where(is_change, changed, first)


def judge_effect(
    lo: float,
    hi: float,
    *,
    n_started: int,
    n_not_started: int,
    n_pre_periods: int,
    pre_trend_p: float,
    margin: float = SHARE_MARGIN,
    higher_is_better: bool = True,
) -> Judgement:
    """Verdict on an estimated effect of the model.

    Source: statistics note, section 3: at least 5 started and 5 not-yet units
    and 3 periods before; a rejected pre-trend means the groups were already
    drifting apart. A pre-trend that was not rejected proves nothing.

    Args:
        lo, hi: Limits of the effect.
        n_started, n_not_started: Units on each side.
        n_pre_periods: Periods before the first start.
        pre_trend_p: Joint p-value of the periods before the start; nan if unknown.
        margin: Smallest effect that matters, in units of lo and hi.
        higher_is_better: False for lateness, complaints and the like.
    """
    if min(n_started, n_not_started) < MIN_STARTED_UNITS:
        return Judgement(Verdict.TOO_FEW, VerdictReason.FEW_UNITS)
    if n_pre_periods < MIN_PRE_PERIODS:
        return Judgement(Verdict.TOO_FEW, VerdictReason.SHORT_HISTORY)
    if pre_trend_p < PRE_TREND_ALPHA:
        return Judgement(Verdict.NOT_COMPARABLE, VerdictReason.PRE_TREND)
    return judge_interval(lo, hi, margin, higher_is_better=higher_is_better)


def judge_signal(
    direction: int, n_points: int, *, higher_is_better: bool = True
) -> Judgement:
    """Verdict on the latest point of a control chart.

    Args:
        direction: 1 if a rule fired upwards, −1 downwards, 0 if none did.
        n_points: Points the limits rest on.
        higher_is_better: False for lateness, complaints and the like.
    """
    if n_points < MIN_SIGNAL_POINTS:
        return Judgement(Verdict.TOO_FEW, VerdictReason.SHORT_HISTORY)
    is_provisional = n_points < MIN_LIMIT_POINTS
    if direction == 0:
        word = Verdict.INCONCLUSIVE if is_provisional else Verdict.UNCHANGED
        calm = VerdictReason.NO_SIGNAL
        return Judgement(
            word, VerdictReason.PROVISIONAL_LIMITS if is_provisional else calm
        )
    is_good = (direction > 0) == higher_is_better
    if is_provisional:
        word = Verdict.SLIGHTLY_IMPROVED if is_good else Verdict.SLIGHTLY_WORSE
        return Judgement(word, VerdictReason.PROVISIONAL_LIMITS)
    return Judgement(
        Verdict.IMPROVED if is_good else Verdict.WORSE, VerdictReason.SIGNAL
    )
