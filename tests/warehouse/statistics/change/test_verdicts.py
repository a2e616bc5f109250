"""The verdict words, one case per rule and its mirror."""

from __future__ import annotations

import math

import numpy as np
import pytest

from warehouse.statistics.agreement.gap_verdicts import judge_gap
from warehouse.statistics.change.verdicts import (
    Verdict,
    VerdictReason,
    among_many,
    judge_change,
    judge_changes,
    judge_effect,
    judge_interval,
    judge_signal,
)

WORDS = [
    (0.021, 0.05, Verdict.IMPROVED, VerdictReason.BEYOND_MARGIN),
    (0.02, 0.05, Verdict.SLIGHTLY_IMPROVED, VerdictReason.TOUCHES_MARGIN),
    (0.001, 0.01, Verdict.SLIGHTLY_IMPROVED, VerdictReason.TOUCHES_MARGIN),
    (-0.05, -0.021, Verdict.WORSE, VerdictReason.BEYOND_MARGIN),
    (-0.05, -0.001, Verdict.SLIGHTLY_WORSE, VerdictReason.TOUCHES_MARGIN),
    (-0.02, 0.02, Verdict.UNCHANGED, VerdictReason.WITHIN_MARGIN),
    (0.0, 0.01, Verdict.UNCHANGED, VerdictReason.WITHIN_MARGIN),
    (-0.021, 0.01, Verdict.INCONCLUSIVE, VerdictReason.HOLDS_ZERO),
    (-0.5, 0.5, Verdict.INCONCLUSIVE, VerdictReason.HOLDS_ZERO),
    (math.nan, 0.5, Verdict.INCONCLUSIVE, VerdictReason.NO_INTERVAL),
]
MIRROR = {
    Verdict.IMPROVED: Verdict.WORSE,
    Verdict.SLIGHTLY_IMPROVED: Verdict.SLIGHTLY_WORSE,
    Verdict.WORSE: Verdict.IMPROVED,
    Verdict.SLIGHTLY_WORSE: Verdict.SLIGHTLY_IMPROVED,
}


@pytest.mark.parametrize(("lo", "hi", "word", "reason"), WORDS)
def test_interval_against_margin(
    lo: float, hi: float, word: Verdict, reason: VerdictReason
) -> None:
    got = judge_interval(lo, hi, 0.02)
    assert (got.word, got.reason) == (word, reason)
    mirrored = judge_interval(lo, hi, 0.02, higher_is_better=False)
    assert mirrored.word is MIRROR.get(word, word)


@pytest.mark.parametrize(
    ("n_before", "n_after", "is_comparable", "word"),
    [
        (30, 30, True, Verdict.IMPROVED),
        (29, 500, True, Verdict.TOO_FEW),
        (500, 29.5, True, Verdict.TOO_FEW),
        (math.nan, 500, True, Verdict.TOO_FEW),
        (500, 500, False, Verdict.NOT_COMPARABLE),
        (3, 500, False, Verdict.NOT_COMPARABLE),
    ],
)
def test_change_needs_answers_and_one_population(
    n_before: float, n_after: float, is_comparable: bool, word: Verdict
) -> None:
    got = judge_change(0.1, 0.2, n_before, n_after, is_comparable=is_comparable)
    assert got.word is word


def test_changes_of_many_cells_are_the_single_ones() -> None:
    lo, hi = np.array([w[0] for w in WORDS]), np.array([w[1] for w in WORDS])
    n = np.array([30, 29] * 5)
    words, reasons = judge_changes(lo, hi, n, 40, is_comparable=lo < 0.02)
    for i in range(len(lo)):
        one = judge_change(lo[i], hi[i], n[i], 40, is_comparable=bool(lo[i] < 0.02))
        assert (words[i], reasons[i]) == (one.word, one.reason)


@pytest.mark.parametrize(
    ("started", "waiting", "periods", "trend_p", "word", "reason"),
    [
        (5, 5, 3, 0.5, Verdict.IMPROVED, VerdictReason.BEYOND_MARGIN),
        (5, 5, 3, math.nan, Verdict.IMPROVED, VerdictReason.BEYOND_MARGIN),
        (4, 5, 3, 0.5, Verdict.TOO_FEW, VerdictReason.FEW_UNITS),
        (5, 4, 3, 0.5, Verdict.TOO_FEW, VerdictReason.FEW_UNITS),
        (5, 5, 2, 0.5, Verdict.TOO_FEW, VerdictReason.SHORT_HISTORY),
        (5, 5, 3, 0.04, Verdict.NOT_COMPARABLE, VerdictReason.PRE_TREND),
    ],
)
def test_effect_needs_units_history_and_a_calm_past(
    started: int,
    waiting: int,
    periods: int,
    trend_p: float,
    word: Verdict,
    reason: VerdictReason,
) -> None:
    got = judge_effect(
        0.03,
        0.06,
        n_started=started,
        n_not_started=waiting,
        n_pre_periods=periods,
        pre_trend_p=trend_p,
    )
    assert (got.word, got.reason) == (word, reason)


@pytest.mark.parametrize(
    ("limits", "agree", "n", "word"),
    [
        ((0.06, 0.1), (0.065, 0.095), 600, Verdict.WORSE),
        ((0.01, 0.1), (0.02, 0.09), 600, Verdict.SLIGHTLY_WORSE),
        ((-0.1, -0.06), (-0.09, -0.07), 600, Verdict.IMPROVED),
        ((-0.04, 0.04), (-0.03, 0.03), 600, Verdict.UNCHANGED),
        ((-0.055, 0.04), (-0.045, 0.03), 600, Verdict.UNCHANGED),
        ((-0.06, 0.04), (-0.052, 0.03), 600, Verdict.INCONCLUSIVE),
        ((-0.04, 0.04), (math.nan, math.nan), 600, Verdict.UNCHANGED),
        ((-0.04, 0.04), (-0.03, 0.03), 29, Verdict.TOO_FEW),
        ((-0.04, 0.04), (-0.03, 0.03), math.nan, Verdict.TOO_FEW),
    ],
)
def test_gap_words(
    limits: tuple[float, float], agree: tuple[float, float], n: float, word: Verdict
) -> None:
    got = judge_gap(*limits, *agree, n_service=600, n_independent=n)
    assert got.word is word


@pytest.mark.parametrize(
    ("direction", "points", "word", "reason"),
    [
        (1, 24, Verdict.IMPROVED, VerdictReason.SIGNAL),
        (-1, 24, Verdict.WORSE, VerdictReason.SIGNAL),
        (0, 24, Verdict.UNCHANGED, VerdictReason.NO_SIGNAL),
        (1, 11, Verdict.SLIGHTLY_IMPROVED, VerdictReason.PROVISIONAL_LIMITS),
        (-1, 11, Verdict.SLIGHTLY_WORSE, VerdictReason.PROVISIONAL_LIMITS),
        (0, 11, Verdict.INCONCLUSIVE, VerdictReason.PROVISIONAL_LIMITS),
        (1, 5, Verdict.TOO_FEW, VerdictReason.SHORT_HISTORY),
    ],
)
def test_signal_words(
    direction: int, points: int, word: Verdict, reason: VerdictReason
) -> None:
    got = judge_signal(direction, points)
    assert (got.word, got.reason) == (word, reason)
    mirrored = judge_signal(-direction, points, higher_is_better=False)
    assert mirrored == got


def test_a_change_among_many_keeps_its_word_only_when_marked() -> None:
    alone = ["improved", "improved", "worse", "unchanged", "too_few", "improved"]
    picked = ["improved", "slightly_improved", "worse", "unchanged", "too_few"]
    picked.append("inconclusive")
    marked = [False, True, True, True, False, True]
    assert among_many(alone, picked, marked).tolist() == [
        "uncertain_among_many",
        "slightly_improved",
        "worse",
        "unchanged",
        "too_few",
        "uncertain_among_many",
    ]
