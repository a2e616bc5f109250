"""What must hold for any sample, group of units or questionnaire."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.statistics.agreement.equivalence import icc_oneway
from warehouse.statistics.agreement.gaps_over_units import (
    meta_random_gap,
    mh_risk_difference,
)
from warehouse.statistics.questionnaire.consistency import cronbach_alpha
from warehouse.statistics.sampling.calibration import poststratify
from warehouse.statistics.sampling.design import make_design
from warehouse.statistics.sampling.sizes import allocation
from warehouse.statistics.sampling.strata import (
    stratified_diff_from_counts,
    stratified_from_counts,
)
from warehouse.statistics.sampling.weighted_means import svymean

LEVELS = [1, 2, 3, 4, 5]
some = settings(max_examples=40, deadline=None)


@st.composite
def strata(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Counts (strata × levels) and people served, at least twice the answers."""
    h = draw(st.integers(1, 6))
    row = st.lists(st.integers(0, 30), min_size=5, max_size=5)
    counts = np.array(draw(st.lists(row, min_size=h, max_size=h)))
    extra = draw(st.lists(st.integers(1, 500), min_size=h, max_size=h))
    return counts, counts.sum(axis=1) * 2 + np.array(extra)


@given(sample=strata(), seed=st.integers(0, 99))
@some
def test_order_of_strata_changes_nothing(
    sample: tuple[np.ndarray, np.ndarray], seed: int
) -> None:
    counts, served = sample
    order = np.random.default_rng(seed).permutation(len(served))
    got = stratified_from_counts(LEVELS, 4, counts, served, lonely_psu="adjust")
    moved = stratified_from_counts(
        LEVELS, 4, counts[order], served[order], lonely_psu="adjust"
    )
    for name in ("share", "share_se", "lo", "hi", "mean", "mean_se", "kish_deff"):
        assert getattr(moved, name) == pytest.approx(
            getattr(got, name), abs=1e-9, nan_ok=True
        )


@given(sample=strata())
@some
def test_shown_interval_holds_the_share_and_stays_in_range(
    sample: tuple[np.ndarray, np.ndarray],
) -> None:
    got = stratified_from_counts(LEVELS, 4, *sample, lonely_psu="adjust")
    assert math.isnan(got.share) or 0 <= got.share <= 1
    if not math.isnan(got.lo):
        assert 0 <= got.lo <= got.share + 1e-12
        assert got.share <= got.hi + 1e-12 <= 1 + 2e-12


@given(before=strata(), after=strata())
@some
def test_swapped_waves_flip_the_stratified_difference(
    before: tuple[np.ndarray, np.ndarray], after: tuple[np.ndarray, np.ndarray]
) -> None:
    got = stratified_diff_from_counts(LEVELS, 4, before, after, lonely_psu="adjust")
    back = stratified_diff_from_counts(LEVELS, 4, after, before, lonely_psu="adjust")
    for one, other in (("lo", "hi"), ("score_lo", "score_hi"), ("mean_lo", "mean_hi")):
        assert getattr(back, one) == pytest.approx(-getattr(got, other), nan_ok=True)
    assert back.diff == pytest.approx(-got.diff, nan_ok=True)


values = st.lists(st.integers(1, 5), min_size=4, max_size=40)


@given(y=values, seed=st.integers(0, 99))
@some
def test_order_of_answers_changes_nothing(y: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    value, w = np.array(y, dtype=float), rng.uniform(1, 9, len(y))
    stratum = rng.integers(0, 2, len(y))
    order = rng.permutation(len(y))
    got = svymean(value, make_design(w, strata=list(stratum), lonely_psu="adjust"))
    moved = svymean(
        value[order],
        make_design(w[order], strata=list(stratum[order]), lonely_psu="adjust"),
    )
    assert (moved.mean, moved.se) == pytest.approx((got.mean, got.se), nan_ok=True)


@given(y=values, factor=st.floats(0.01, 1000))
@some
def test_the_unit_of_weights_changes_no_mean(y: list[int], factor: float) -> None:
    w = np.arange(1.0, len(y) + 1)
    got, scaled = (svymean(y, make_design(w * k)) for k in (1, factor))
    assert (scaled.mean, scaled.se) == pytest.approx((got.mean, got.se), abs=1e-12)


@given(y=values)
@some
def test_poststratifying_to_the_sample_itself_keeps_the_mean(y: list[int]) -> None:
    post = ["a", "b"] * (len(y) // 2) + ["a"] * (len(y) % 2)
    population = {label: float(post.count(label)) for label in ("a", "b")}
    got = poststratify(y, make_design(np.ones(len(y))), post, population)
    assert got.mean == pytest.approx(float(np.mean(y)))


units = st.lists(
    st.tuples(st.integers(1, 80), st.integers(1, 80), st.floats(0, 1), st.floats(0, 1)),
    min_size=1,
    max_size=8,
)


@given(cells=units, seed=st.integers(0, 99))
@some
def test_pooled_gaps_flip_with_the_sources_and_ignore_order(
    cells: list[tuple[int, int, float, float]], seed: int
) -> None:
    n1, n2 = np.array([c[0] for c in cells]), np.array([c[1] for c in cells])
    x1 = np.round(n1 * [c[2] for c in cells])
    x2 = np.round(n2 * [c[3] for c in cells])
    order = np.random.default_rng(seed).permutation(len(cells))
    got, flip = mh_risk_difference(x1, n1, x2, n2), mh_risk_difference(x2, n2, x1, n1)
    moved = mh_risk_difference(x1[order], n1[order], x2[order], n2[order])
    assert flip.rd == pytest.approx(-got.rd, abs=1e-12)
    assert moved.rd == pytest.approx(got.rd, abs=1e-12)
    assert -1 <= got.rd <= 1
    dissatisfied = mh_risk_difference(n1 - x1, n1, n2 - x2, n2)
    assert (dissatisfied.rd, dissatisfied.se) == pytest.approx(
        (-got.rd, got.se), abs=1e-9, nan_ok=True
    )
    gap, back = meta_random_gap(x1, n1, x2, n2), meta_random_gap(x2, n2, x1, n1)
    assert (back.pooled, back.lo) == pytest.approx((-gap.pooled, -gap.hi), abs=1e-9)
    assert gap.lo <= gap.pooled <= gap.hi


@given(groups=st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), max_size=6))
@some
def test_icc_is_at_most_one_and_ignores_order(groups: list[list[int]]) -> None:
    got, moved = icc_oneway(LEVELS, groups), icc_oneway(LEVELS, groups[::-1])
    assert math.isnan(got.icc) or got.icc <= 1 + 1e-12
    assert moved.icc == pytest.approx(got.icc, nan_ok=True)


@given(seed=st.integers(0, 999), k=st.integers(2, 6), n=st.integers(3, 40))
@some
def test_alpha_ignores_the_order_of_ballots_and_a_shift(
    seed: int, k: int, n: int
) -> None:
    rng = np.random.default_rng(seed)
    items = rng.integers(1, 6, (k, n)).astype(float)
    got = cronbach_alpha(items)
    moved = cronbach_alpha(items[:, rng.permutation(n)] + 3)
    assert moved.alpha == pytest.approx(got.alpha, abs=1e-9, nan_ok=True)
    if not math.isnan(got.feldt_lo):
        assert got.feldt_lo <= got.alpha <= got.feldt_hi <= 1


@given(
    served=st.lists(st.integers(0, 5000), min_size=1, max_size=9),
    n=st.integers(0, 3000),
    least=st.integers(0, 40),
)
@some
def test_allocation_spends_the_sample_and_never_asks_more_than_there_are(
    served: list[int], n: int, least: int
) -> None:
    got = allocation("proportional", served, [1.0] * len(served), n, least)
    if got.n:
        floors = [min(least, size) for size in served]
        assert all(a <= size for a, size in zip(got.n, served, strict=True))
        assert all(a >= f for a, f in zip(got.n, floors, strict=True))
        assert sum(got.n) == max(min(n, sum(served)), sum(floors))
