"""Alpha and omega against definitions and a model with known loadings."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from warehouse.statistics.questionnaire import consistency
from warehouse.statistics.questionnaire.consistency import cronbach_alpha, omega_total
from warehouse.statistics.reasons import Reason

LOADINGS = np.array([0.9, 0.8, 0.7, 0.6])


def items_with_correlation(r: np.ndarray, n: int = 200) -> np.ndarray:
    """Questions × ballots whose sample correlation is exactly `r`."""
    rng = np.random.default_rng(7)
    raw = rng.standard_normal((n, len(r)))
    raw -= raw.mean(axis=0)
    whitened = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T
    return (whitened @ np.linalg.cholesky(r).T).T


def one_factor(loadings: np.ndarray = LOADINGS) -> np.ndarray:
    r = np.outer(loadings, loadings)
    np.fill_diagonal(r, 1)
    return r


def test_alpha_of_parallel_questions_is_spearman_brown() -> None:
    r = np.full((3, 3), 0.5) + 0.5 * np.eye(3)
    got = cronbach_alpha(items_with_correlation(r))
    assert got.alpha == pytest.approx(3 * 0.5 / (1 + 2 * 0.5))
    assert got.alpha_std == pytest.approx(got.alpha)
    assert got.mean_interitem_r == pytest.approx(0.5)
    assert got.alpha_if_dropped == pytest.approx([2 * 0.5 / 1.5] * 3)
    assert got.reason is Reason.NONE


def test_item_rest_correlation_is_with_the_sum_of_the_others() -> None:
    items = items_with_correlation(one_factor())
    got = cronbach_alpha(items)
    want = np.corrcoef(items[0], items[1:].sum(axis=0))[0, 1]
    assert got.item_rest_r[0] == pytest.approx(want)


def test_feldt_limits_hold_alpha() -> None:
    got = cronbach_alpha(items_with_correlation(one_factor()))
    assert got.feldt_lo < got.alpha < got.feldt_hi
    assert (1 - got.feldt_lo) / (1 - got.alpha) == pytest.approx(
        stats.f.ppf(0.975, 199, 199 * 3)
    )


def test_ballots_with_a_gap_are_left_out() -> None:
    items = items_with_correlation(one_factor())
    holed = np.column_stack([items, [math.nan, 1, 1, 1]])
    assert cronbach_alpha(holed) == cronbach_alpha(items)
    assert omega_total(holed) == omega_total(items)


def test_two_questions_have_no_alpha_when_one_is_dropped() -> None:
    got = cronbach_alpha([[1, 2, 3, 5], [1, 3, 3, 4]])
    assert 0 < got.alpha < 1
    assert [math.isnan(value) for value in got.alpha_if_dropped] == [True, True]


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ([], Reason.EMPTY),
        ([[], []], Reason.EMPTY),
        ([[math.nan, 1], [1, math.nan]], Reason.EMPTY),
        ([[1, 2, 3]], Reason.TOO_FEW_ITEMS),
        ([[1], [2], [3]], Reason.ONE_ANSWER),
        ([[5, 5, 5], [5, 5, 5], [5, 5, 5]], Reason.CONSTANT),
        ([[5, 5, 5], [1, 2, 3], [2, 2, 3]], Reason.CONSTANT),
    ],
)
def test_no_consistency_without_differing_answers(
    items: list[list[float]], reason: Reason
) -> None:
    alpha, omega = cronbach_alpha(items), omega_total(items)
    assert math.isnan(alpha.alpha_std)
    assert math.isnan(omega.omega)
    assert alpha.reason is omega.reason is reason


def test_omega_recovers_known_loadings() -> None:
    scale = np.array([[1.0], [2.0], [0.5], [1.0]])
    items = items_with_correlation(one_factor()) * scale
    got = omega_total(items)
    assert got.loadings_std == pytest.approx(LOADINGS, abs=1e-7)
    common = LOADINGS.sum() ** 2
    assert got.omega_std == pytest.approx(common / (common + (1 - LOADINGS**2).sum()))
    raw = (LOADINGS @ scale[:, 0]) ** 2
    unique = ((1 - LOADINGS**2) * scale[:, 0] ** 2).sum()
    assert got.omega == pytest.approx(raw / (raw + unique))


def test_omega_is_blind_to_a_reversed_sign_of_the_factor() -> None:
    got = omega_total(-items_with_correlation(one_factor()))
    assert all(loading > 0 for loading in got.loadings_std)


def test_omega_of_two_questions_is_not_identified() -> None:
    got = omega_total([[1, 2, 3, 5], [1, 3, 3, 4]])
    assert got.reason is Reason.NOT_IDENTIFIED


def test_omega_refuses_repeated_questions() -> None:
    items = items_with_correlation(one_factor())
    got = omega_total(np.vstack([items, items[0]]))
    assert math.isnan(got.omega)
    assert got.reason is Reason.COLLINEAR


def test_omega_refuses_a_negative_unique_variance() -> None:
    r = np.array([[1, 0.8, 0.8], [0.8, 1, 0.4], [0.8, 0.4, 1]])
    got = omega_total(items_with_correlation(r))
    assert math.isnan(got.omega)
    assert got.reason is Reason.NOT_IDENTIFIED


def test_omega_that_does_not_settle_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consistency, "MAX_STEPS", 1)
    got = omega_total(items_with_correlation(one_factor()))
    assert [math.isnan(value) for value in got.loadings_std] == [True] * 4
    assert got.reason is Reason.NO_CONVERGENCE


def test_counted_patterns_are_the_ballots_themselves() -> None:
    rng = np.random.default_rng(3)
    patterns = rng.integers(1, 6, (4, 60)).astype(float)
    patterns[1] = patterns[0]
    patterns[2, 5] = np.nan
    counts = rng.integers(0, 9, 60)
    ballots = np.repeat(patterns, counts, axis=1)
    got, want = cronbach_alpha(patterns, counts=counts), cronbach_alpha(ballots)
    assert got.n_complete == want.n_complete
    assert (got.alpha, got.feldt_lo, got.feldt_hi) == pytest.approx(
        (want.alpha, want.feldt_lo, want.feldt_hi)
    )
    assert got.item_rest_r == pytest.approx(want.item_rest_r)
    items, again = patterns[1:], ballots[1:]
    assert omega_total(items, counts=counts) == omega_total(again) or (
        omega_total(items, counts=counts).omega
        == pytest.approx(omega_total(again).omega, nan_ok=True)
    )


def test_a_level_nobody_chose_is_no_spread() -> None:
    got = cronbach_alpha([[1, 2], [3, 4], [1, 1]], counts=[40, 0])
    assert got.n_complete == 40
    assert got.reason is Reason.CONSTANT


@pytest.mark.parametrize(
    ("alpha", "n", "k", "word"),
    [
        (0.8, 200, 3, "consistent"),
        (0.7, 100, 3, "consistent"),
        (0.69, 100, 3, "weak"),
        (0.96, 100, 3, "redundant"),
        (0.8, 99, 3, "reference"),
        (0.8, 49, 3, "too_few"),
        (math.nan, 200, 3, "too_few"),
        (0.8, 200, 2, "few_items"),
    ],
)
def test_how_an_alpha_may_be_read(alpha: float, n: int, k: int, word: str) -> None:
    assert consistency.scale_reading(alpha, n, k) == word


def test_no_questions_have_no_figures_of_questions() -> None:
    assert cronbach_alpha([]).alpha_if_dropped == ()
    assert omega_total([]).loadings_std == ()
