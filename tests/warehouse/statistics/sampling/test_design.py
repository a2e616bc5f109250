"""Design-based estimates against hand arithmetic and textbook identities."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.reasons import Reason
from warehouse.statistics.sampling import models
from warehouse.statistics.sampling.calibration import poststratify, rake
from warehouse.statistics.sampling.design import LonelyPsu, make_design
from warehouse.statistics.sampling.models import Family, svyglm, svyttest
from warehouse.statistics.sampling.weighted_means import psu_totals_ratio, svymean

Y = np.array([4.0, 5, 3, 5, 4, 2, 5, 4])
STRATA = ["a"] * 3 + ["b"] * 5


def is_nan(*values: float) -> list[bool]:
    return [math.isnan(value) for value in values]


def test_equal_weights_give_the_classic_standard_error() -> None:
    got = svymean(Y, make_design(np.full(8, 2.5)))
    assert got.mean == pytest.approx(Y.mean())
    assert got.se == pytest.approx(stats.sem(Y))
    assert got.deff_replace == pytest.approx(1)
    low, high = stats.t.interval(0.95, 7, Y.mean(), stats.sem(Y))
    assert (got.lo, got.hi) == pytest.approx((low, high))
    assert got.total == pytest.approx(20 * Y.mean())
    assert (got.n, got.df) == (8, 7)
    assert got.reason is Reason.NONE


def test_stratified_mean_is_the_weighted_mean_of_strata() -> None:
    population = np.array([30.0] * 3 + [100.0] * 5)
    design = make_design(
        population / np.array([3] * 3 + [5] * 5), strata=STRATA, fpc1=population
    )
    a, b = Y[:3], Y[3:]
    share = np.array([30, 100]) / 130
    variance = (
        share[0] ** 2 * (1 - 3 / 30) * a.var(ddof=1) / 3
        + share[1] ** 2 * (1 - 5 / 100) * b.var(ddof=1) / 5
    )
    got = svymean(Y, design)
    assert got.mean == pytest.approx(share @ [a.mean(), b.mean()])
    assert got.se == pytest.approx(math.sqrt(variance))
    assert got.df == 6


def test_sampled_fractions_mean_the_same_as_population_sizes() -> None:
    sizes = make_design(np.ones(8), fpc1=np.full(8, 32.0))
    fractions = make_design(np.ones(8), fpc1=np.full(8, 0.25))
    assert svymean(Y, fractions).se == pytest.approx(svymean(Y, sizes).se)


def test_second_stage_adds_variance_within_clusters() -> None:
    clusters = [1, 1, 2, 2, 3, 3, 4, 4]
    w, big, small = np.full(8, 10.0), np.full(8, 20.0), np.full(8, 4.0)
    one = make_design(w, cluster1=clusters, fpc1=big)
    two = make_design(w, cluster1=clusters, cluster2=range(8), fpc1=big, fpc2=small)
    first, both = svymean(Y, one), svymean(Y, two)
    pairs = Y.reshape(4, 2)
    # Σ over clusters of f₁·(1 − f₂)·n·s² of the linearised scores
    second = sum(4 / 20 * (1 - 2 / 4) * 2 * pair.var(ddof=1) for pair in pairs) / 64
    assert both.se**2 - first.se**2 == pytest.approx(second)


def test_second_stage_without_population_is_with_replacement() -> None:
    clusters = [1, 1, 2, 2, 3, 3, 4, 4]
    common: dict[str, Any] = {
        "cluster1": clusters,
        "cluster2": range(8),
        "fpc1": np.full(8, 20.0),
    }
    known = make_design(np.ones(8), **common, fpc2=np.full(8, 1e9))
    unknown = make_design(np.ones(8), **common)
    assert svymean(Y, unknown).se == pytest.approx(svymean(Y, known).se)


def test_a_stratum_sampled_whole_adds_nothing() -> None:
    sizes = np.array([3.0] * 3 + [50.0] * 5)
    got = svymean(Y, make_design(sizes / [3] * 1, strata=STRATA, fpc1=sizes))
    only_b = svymean(
        Y, make_design(sizes / 3, strata=STRATA, fpc1=np.array([1e12] * 3 + [50.0] * 5))
    )
    assert 0 < got.se < only_b.se


@pytest.mark.parametrize(
    ("rule", "is_missing"),
    [("fail", True), ("adjust", False), ("average", False), ("remove", False)],
)
def test_a_stratum_with_one_cluster(rule: LonelyPsu, is_missing: bool) -> None:
    design = make_design(np.ones(8), strata=["a"] * 7 + ["b"], lonely_psu=rule)
    got = svymean(Y, design)
    assert math.isnan(got.se) is is_missing
    assert got.mean == pytest.approx(Y.mean())
    assert got.reason is (Reason.LONELY_PSU if is_missing else Reason.NONE)


def test_rules_for_one_cluster_differ_as_documented() -> None:
    def variance(rule: LonelyPsu) -> float:
        strata = ["a"] * 7 + ["b"]
        design = make_design(np.ones(8), strata=strata, lonely_psu=rule)
        return svymean(Y + np.arange(8), design).se ** 2

    removed = variance("remove")
    last = (Y + np.arange(8))[-1] - (Y + np.arange(8)).mean()
    assert variance("certainty") == removed
    assert variance("average") == pytest.approx(2 * removed)
    assert variance("adjust") == pytest.approx(removed + (last / 8) ** 2)


def test_only_lonely_strata_leave_the_interval_open() -> None:
    rules: Any = (("average", True), ("adjust", False))
    for rule, missing in rules:
        design = make_design([1, 1], strata=[1, 2], lonely_psu=rule)
        got = svymean([3, 5], design)
        assert is_nan(got.se, got.lo, got.hi) == [missing, True, True]
        want = Reason.LONELY_PSU if missing else Reason.ONE_PSU
        assert got.reason is want


def test_one_cluster_in_all_has_a_mean_and_no_error() -> None:
    got = svymean(Y, make_design(np.ones(8), cluster1=["x"] * 8))
    assert got.mean == pytest.approx(Y.mean())
    assert is_nan(got.se, got.lo, got.deff, got.total_se) == [True] * 4
    assert got.reason is Reason.ONE_PSU


@pytest.mark.parametrize(
    ("y", "w", "reason"),
    [
        ([], [], Reason.EMPTY),
        ([1, 2], [0, 0], Reason.EMPTY),
        ([1, math.nan], [1, 1], Reason.MISSING_VALUES),
        ([1, 2], [1, math.nan], Reason.MISSING_VALUES),
    ],
)
def test_no_mean_without_values(y: list[float], w: list[float], reason: Reason) -> None:
    got = svymean(y, make_design(w))
    assert is_nan(got.mean, got.se, got.lo, got.total) == [True] * 4
    assert got.reason is reason


def test_more_answers_than_people_is_refused() -> None:
    got = svymean(Y, make_design(np.ones(8), fpc1=np.full(8, 7.0)))
    assert got.mean == pytest.approx(Y.mean())
    assert math.isnan(got.se)
    assert got.reason is Reason.OVERSAMPLED


def test_session_totals_give_the_same_mean_as_ballots() -> None:
    clusters = [1, 1, 1, 2, 2, 1, 1, 2]
    strata = ["a"] * 5 + ["b"] * 3
    ballots = svymean(Y, make_design(np.ones(8), strata=strata, cluster1=clusters))
    keys = [("a", 1), ("a", 2), ("b", 1), ("b", 2)]
    owner = list(zip(strata, clusters, strict=True))
    w = [sum(o == key for o in owner) for key in keys]
    wy = [sum(y for y, o in zip(Y, owner, strict=True) if o == key) for key in keys]
    got = psu_totals_ratio([k[0] for k in keys], [k[1] for k in keys], w, wy)
    assert (got.mean, got.se, got.df) == pytest.approx(
        (ballots.mean, ballots.se, ballots.df)
    )
    assert (got.lo, got.hi) == pytest.approx((ballots.lo, ballots.hi))
    assert math.isnan(got.logit_lo)


def test_session_totals_of_a_share_stay_in_range() -> None:
    got = psu_totals_ratio(["a"] * 4, range(4), [10, 12, 9, 11], [10, 12, 7, 11])
    assert got.hi > 1
    assert 0 < got.logit_lo < got.mean < got.logit_hi < 1


def test_session_totals_without_weight_or_with_one_session() -> None:
    empty = psu_totals_ratio([], [], [], [])
    one = psu_totals_ratio(["a"], [1], [10], [8])
    lonely = psu_totals_ratio(["a", "a", "b"], [1, 2, 1], [5, 5, 5], [4, 3, 5])
    assert (empty.reason, one.reason) == (Reason.EMPTY, Reason.ONE_PSU)
    assert (one.mean, lonely.reason) == (0.8, Reason.LONELY_PSU)
    assert is_nan(empty.mean, one.se, lonely.se) == [True] * 3


def test_regression_on_equal_weights_is_least_squares() -> None:
    x = np.column_stack([np.arange(8.0), [1, 0, 0, 1, 1, 0, 1, 0]])
    got = svyglm(Y, x, make_design(np.ones(8)))
    full = np.column_stack([np.ones(8), x])
    want = np.linalg.lstsq(full, Y, rcond=None)[0]
    bread = np.linalg.inv(full.T @ full)
    scores = (Y - full @ want)[:, None] * full
    robust = bread @ (scores.T @ scores * 8 / 7) @ bread
    assert got.coef == pytest.approx(tuple(want))
    assert got.se == pytest.approx(tuple(np.sqrt(np.diag(robust))))
    assert got.df_resid == 5
    assert got.t[1] == pytest.approx(got.coef[1] / got.se[1])


@pytest.mark.parametrize(
    ("family", "link"), [("binomial", stats.logistic.ppf), ("poisson", np.log)]
)
def test_two_groups_recover_the_link_of_their_means(
    family: Family, link: object
) -> None:
    y = np.array([1, 0, 0, 0, 1, 1, 1, 0.0])
    group = np.array([0, 0, 0, 0, 1, 1, 1, 1.0])
    got = svyglm(y, group[:, None], make_design(np.ones(8)), family)
    assert callable(link)
    low, high = link(0.25), link(0.75)
    assert got.coef == pytest.approx((low, high - low))


@pytest.mark.parametrize(
    ("y", "x", "family", "reason"),
    [
        ([], [], "gaussian", Reason.EMPTY),
        ([1, math.nan, 2], [1, 2, 4], "gaussian", Reason.MISSING_VALUES),
        ([1, 3, 2], [1, math.nan, 2], "gaussian", Reason.MISSING_VALUES),
        ([1, 3, 2], [7, 7, 7], "gaussian", Reason.COLLINEAR),
        ([1, 1, 1], [1, 2, 4], "binomial", Reason.NO_CONVERGENCE),
        ([0, 0, 0], [1, 2, 4], "poisson", Reason.NO_CONVERGENCE),
        ([0, 0, 1, 1], [0, 0, 1, 1], "binomial", Reason.NO_CONVERGENCE),
        ([0, 0, 5, 6], [0, 0, 1, 1], "poisson", Reason.NO_CONVERGENCE),
    ],
)
def test_regression_without_an_answer_says_why(
    y: list[float], x: list[float], family: Family, reason: Reason
) -> None:
    design = make_design(np.ones(len(y)))
    got = svyglm(y, np.array(x, dtype=float).reshape(-1, 1), design, family)
    assert is_nan(*got.coef, *got.se, *got.t) == [True] * 6
    assert got.reason is reason


def test_regression_that_does_not_settle_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(models, "MAX_STEPS", 1)
    got = svyglm(Y > 3, Y[::-1, None], make_design(np.ones(8)), "binomial")
    assert got.reason is Reason.NO_CONVERGENCE


def test_regression_in_a_lonely_stratum_has_coefficients_only() -> None:
    design = make_design(np.ones(8), strata=["a"] * 7 + ["b"])
    got = svyglm(Y, np.arange(8.0)[:, None], design)
    assert is_nan(got.coef[1], got.se[1]) == [False, True]
    assert got.reason is Reason.LONELY_PSU


def test_t_test_is_the_difference_of_means() -> None:
    group = [0, 1, 0, 1, 1, 0, 1, 0]
    got = svyttest(Y, group, make_design(np.ones(8)))
    inside = np.array(group) == 1
    assert got.diff == pytest.approx(Y[inside].mean() - Y[~inside].mean())
    assert got.p_value == pytest.approx(2 * stats.t.sf(abs(got.t), got.df))
    assert got.df == 6


def test_t_test_of_one_group_says_so() -> None:
    got = svyttest(Y, [1] * 8, make_design(np.ones(8)))
    assert is_nan(got.diff, got.p_value) == [True, True]
    assert got.reason is Reason.ONE_GROUP


POST = ["x", "x", "x", "y", "y", "y", "y", "y"]


def test_poststratified_mean_is_the_mix_of_category_means() -> None:
    got = poststratify(Y, make_design(np.full(8, 3.0)), POST, {"x": 60, "y": 40})
    a, b = Y[:3], Y[3:]
    assert got.mean == pytest.approx(0.6 * a.mean() + 0.4 * b.mean())
    assert got.total == pytest.approx(100 * got.mean)
    assert got.g_weight == pytest.approx({"x": 60 / 9, "y": 40 / 15})
    residuals = np.concatenate([(a - a.mean()) * 20, (b - b.mean()) * 8])
    assert got.total_se == pytest.approx(math.sqrt((residuals**2).sum() * 8 / 7))
    assert got.se == pytest.approx(got.total_se / 100)


def test_raking_meets_both_margins() -> None:
    other = ["p", "q", "p", "q", "p", "q", "p", "q"]
    got = rake(
        Y, make_design(np.ones(8)), POST, other, {"x": 30, "y": 70}, {"p": 55, "q": 45}
    )
    cells = [f"{a}|{b}" for a, b in zip(POST, other, strict=True)]
    g = np.array([got.g_weight[cell] for cell in cells])
    assert g[:3].sum() == pytest.approx(30)
    assert g[::2].sum() == pytest.approx(55)
    assert got.mean == pytest.approx((g * Y).sum() / 100)
    assert got.se > 0


def test_raking_margins_that_disagree_have_no_solution() -> None:
    other = ["p", "q", "p", "q", "p", "q", "p", "q"]
    got = rake(
        Y, make_design(np.ones(8)), POST, other, {"x": 30, "y": 70}, {"p": 5, "q": 45}
    )
    assert is_nan(got.mean, got.se) == [True, True]
    assert got.g_weight == {}
    assert got.reason is Reason.NO_CONVERGENCE


def test_slow_raking_that_nearly_settles_is_kept() -> None:
    y = np.arange(5.0)
    one, two = ["a", "a", "b", "b", "b"], ["p", "q", "p", "q", "q"]
    design = make_design([1.0, 1e-9, 1e-9, 1.0, 1.0])
    got = rake(y, design, one, two, {"a": 1.0, "b": 2.0}, {"p": 1.0, "q": 2.0})
    assert got.mean == pytest.approx(7 / 3, abs=1e-4)


@pytest.mark.parametrize(
    ("population", "y", "reason"),
    [
        ({"x": 1, "y": 2, "z": 3}, Y, Reason.EMPTY_CELL),
        ({"x": 1}, Y, Reason.EMPTY_CELL),
        ({"x": 1, "y": 2}, Y * math.nan, Reason.MISSING_VALUES),
    ],
)
def test_calibration_without_an_answer_says_why(
    population: dict[str, float], y: np.ndarray, reason: Reason
) -> None:
    got = poststratify(y, make_design(np.ones(8)), POST, population)
    assert is_nan(got.mean, got.se, got.total_se) == [True] * 3
    assert got.reason is reason


def test_calibration_of_nothing_and_of_one_cluster() -> None:
    nothing = poststratify([], make_design([]), [], {})
    design = make_design(np.ones(8), cluster1=[1] * 8)
    one = poststratify(Y, design, POST, {"x": 1, "y": 1})
    lonely = poststratify(
        Y, make_design(np.ones(8), strata=["a"] * 7 + ["b"]), POST, {"x": 1, "y": 1}
    )
    assert nothing.reason is Reason.EMPTY
    assert (one.reason, lonely.reason) == (Reason.ONE_PSU, Reason.LONELY_PSU)
    assert is_nan(one.mean, one.se, lonely.se) == [False, True, True]
