"""What must hold for any two waves of answers, whatever the counts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from warehouse.statistics.change.dominance import cliffs_delta, mann_whitney
from warehouse.statistics.change.nonresponse import nonresponse_bounds
from warehouse.statistics.change.ordinal import brunner_munzel, welch_from_counts
from warehouse.statistics.change.share_differences import newcombe_diff
from warehouse.statistics.change.verdicts import Verdict, judge_interval
from warehouse.statistics.probability.share_intervals import (
    clopper_pearson_ci,
    wilson_ci,
)

LEVELS = np.arange(1, 6)
some = settings(max_examples=60, deadline=None)

sizes = st.floats(0.5, 1e6)
shares = st.floats(0, 1)
answers = st.lists(st.integers(0, 60), min_size=5, max_size=5).map(np.array)


@st.composite
def cells(draw: st.DrawFn) -> tuple[float, float]:
    """x and n, whole or fractional, with x anywhere in 0..n."""
    n = draw(sizes)
    return min(n, draw(shares) * n), n


@given(cell=cells(), conf=st.floats(0.5, 0.999))
@some
def test_share_intervals_hold_the_share_and_stay_in_range(
    cell: tuple[float, float], conf: float
) -> None:
    for method in (wilson_ci, clopper_pearson_ci):
        got = method(*cell, conf)
        assert 0 <= got.lo <= got.p <= got.hi <= 1


@given(cell=cells())
@some
def test_share_intervals_mirror_satisfied_and_not(cell: tuple[float, float]) -> None:
    x, n = cell
    for method in (wilson_ci, clopper_pearson_ci):
        got, mirrored = method(x, n), method(n - x, n)
        assert got.lo == pytest.approx(1 - mirrored.hi, abs=1e-9)


@given(cell=cells(), factor=st.floats(1.5, 100))
@some
def test_more_answers_narrow_the_interval(
    cell: tuple[float, float], factor: float
) -> None:
    x, n = cell
    few, many = wilson_ci(x, n), wilson_ci(x * factor, n * factor)
    assert many.hi - many.lo <= few.hi - few.lo + 1e-12


@given(after=cells(), before=cells())
@some
def test_swapping_the_waves_flips_the_difference(
    after: tuple[float, float], before: tuple[float, float]
) -> None:
    got, swapped = newcombe_diff(*after, *before), newcombe_diff(*before, *after)
    assert -1 <= got.lo <= got.diff <= got.hi <= 1
    assert (swapped.diff, swapped.lo, swapped.hi) == pytest.approx(
        (-got.diff, -got.hi, -got.lo), abs=1e-12
    )


@given(after=cells(), before=cells())
@some
def test_endless_answers_pin_the_difference(
    after: tuple[float, float], before: tuple[float, float]
) -> None:
    big = 1e12
    got = newcombe_diff(*(v * big for v in after), *(v * big for v in before))
    assert got.hi - got.lo < 1e-4


@given(eligible=st.integers(1, 1000), data=st.data())
@some
def test_nonresponse_bounds_hold_the_share(eligible: int, data: st.DataObject) -> None:
    responded = data.draw(st.integers(1, eligible))
    satisfied = data.draw(st.integers(0, responded))
    got = nonresponse_bounds(eligible, responded, satisfied)
    assert -1e-12 <= got.lower <= got.share + 1e-12
    assert got.share <= got.upper + 1e-12 <= 1 + 2e-12


@given(before=answers, after=answers)
@some
def test_swapped_waves_flip_every_ordered_comparison(
    before: np.ndarray, after: np.ndarray
) -> None:
    w, v = (
        welch_from_counts(LEVELS, before, after),
        welch_from_counts(LEVELS, after, before),
    )
    assert (v.diff, v.lo, v.hi) == pytest.approx((-w.diff, -w.hi, -w.lo), nan_ok=True)
    p, q = brunner_munzel(before, after), brunner_munzel(after, before)
    assert (q.p_superiority, q.lo, q.hi) == pytest.approx(
        (1 - p.p_superiority, 1 - p.hi, 1 - p.lo), nan_ok=True
    )
    c, d = cliffs_delta(before, after), cliffs_delta(after, before)
    assert (d.delta, d.lo, d.hi) == pytest.approx((-c.delta, -c.hi, -c.lo), nan_ok=True)
    m, u = mann_whitney(before, after), mann_whitney(after, before)
    assert u.z == pytest.approx(-m.z, nan_ok=True)


@given(before=answers, after=answers)
@some
def test_intervals_hold_their_estimate(before: np.ndarray, after: np.ndarray) -> None:
    w = welch_from_counts(LEVELS, before, after)
    assert math.isnan(w.lo) or w.lo <= w.diff <= w.hi
    p = brunner_munzel(before, after)
    assert math.isnan(p.p_superiority) or 0 <= p.p_superiority <= 1
    assert math.isnan(p.lo) or p.lo <= p.p_superiority <= p.hi
    assert math.isnan(p.lo) is math.isnan(p.logit_lo)
    if not math.isnan(p.logit_lo):
        assert 0 <= p.logit_lo <= p.p_superiority <= p.logit_hi <= 1
    c = cliffs_delta(before, after)
    assert (
        math.isnan(c.lo) or -1 <= c.lo <= c.delta + 1e-12 <= c.hi + 2e-12 <= 1 + 3e-12
    )


@given(before=answers, after=answers, at=st.integers(0, 5))
@some
def test_an_empty_level_changes_nothing(
    before: np.ndarray, after: np.ndarray, at: int
) -> None:
    b, a = np.insert(before, at, 0), np.insert(after, at, 0)
    levels = np.insert(LEVELS.astype(float), at, 99.0)
    assert vars_of(welch_from_counts(levels, b, a)) == pytest.approx(
        vars_of(welch_from_counts(LEVELS, before, after)), nan_ok=True
    )
    for method in (brunner_munzel, cliffs_delta, mann_whitney):
        assert vars_of(method(b, a)) == pytest.approx(
            vars_of(method(before, after)), nan_ok=True
        )


@given(before=answers, after=answers)
@some
def test_ten_times_the_answers_narrow_every_interval(
    before: np.ndarray, after: np.ndarray
) -> None:
    assume(before.sum() > 1 and after.sum() > 1)
    small, large = (welch_from_counts(LEVELS, before * k, after * k) for k in (1, 10))
    assume(not math.isnan(small.lo))
    assert large.hi - large.lo < small.hi - small.lo
    narrow, wide = (brunner_munzel(before * k, after * k) for k in (10, 1))
    assert math.isnan(wide.lo) or narrow.hi - narrow.lo < wide.hi - wide.lo


@given(lo=st.floats(-1, 1), width=st.floats(0, 1), margin=st.floats(0, 0.2))
@some
def test_verdicts_follow_the_sign(lo: float, width: float, margin: float) -> None:
    word = judge_interval(lo, lo + width, margin).word
    if lo > 0:
        assert word in (Verdict.IMPROVED, Verdict.SLIGHTLY_IMPROVED)
    if lo + width < 0:
        assert word in (Verdict.WORSE, Verdict.SLIGHTLY_WORSE)
    if lo <= 0 <= lo + width:
        assert word in (Verdict.UNCHANGED, Verdict.INCONCLUSIVE)


def vars_of(result: object) -> list[float]:
    """The numeric fields of a result."""
    values = (getattr(result, name) for name in result.__dataclass_fields__)  # type: ignore[attr-defined]
    return [value for value in values if isinstance(value, (int, float))]
