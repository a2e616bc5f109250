"""How officers differ at all: gaps are seen as gaps, and not where there are none."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import expit, logit

from warehouse.statistics.officers import prior
from warehouse.statistics.officers.posterior import SHIFTS, posterior_of
from warehouse.statistics.officers.prior import fit_priors

Floats = npt.NDArray[np.float64]
LIMIT, BALLOTS, LOW = 0.85, 300, 21
THETA = expit(logit(0.89) + SHIFTS)


def officers(seed: int) -> Floats:
    """True shares: a few far below, nobody between them and all others."""
    rng = np.random.default_rng(seed)
    shares = np.clip(rng.normal(0.90, 0.025, 700), 0.84, 0.96)
    shares[:LOW] = rng.uniform(0.60, 0.74, LOW)
    return np.asarray(shares)


def log_likelihoods(good: npt.ArrayLike) -> Floats:
    seen = np.asarray(good, float)[:, None]
    return np.asarray(seen * np.log(THETA) + (BALLOTS - seen) * np.log1p(-THETA))


def relative(likelihood: Floats) -> Floats:
    return np.asarray(np.exp(likelihood - likelihood.max(axis=1, keepdims=True)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_is_put_where_nobody_is(seed: int) -> None:
    good = np.random.default_rng(seed).binomial(BALLOTS, officers(seed))
    priors = fit_priors(relative(log_likelihoods(good)), THETA, 0.0015)
    between = (THETA > 0.77) & (THETA < 0.83)
    assert priors.mean()[between].sum() < 0.008
    assert priors.mean()[THETA < 0.75].sum() == pytest.approx(LOW / 700, abs=0.01)


def test_who_looks_low_by_luck_is_not_named_where_no_other_is_so_low() -> None:
    good = np.random.default_rng(1).binomial(BALLOTS, officers(1))
    good[-1] = round(0.80 * BALLOTS)
    chance = posterior_of(log_likelihoods(good), THETA, LIMIT, 0.0015).below_standard
    assert chance[-1] < 0.80
    assert (chance[:LOW] > 0.95).mean() > 0.9


def test_a_plain_curve_is_believed_where_nothing_bends() -> None:
    rng = np.random.default_rng(4)
    good = rng.binomial(BALLOTS, rng.beta(54, 6, 700))
    priors = fit_priors(relative(log_likelihoods(good)), THETA, 0.0015)
    assert priors.belief.sum() == pytest.approx(1)
    assert priors.belief.argmax() == 0
    assert priors.mean()[THETA < LIMIT].sum() == pytest.approx(0.108, abs=0.03)


def test_what_cannot_be_told_apart_is_the_plain_curve() -> None:
    assert prior._beliefs(np.full(3, -np.inf)).tolist() == [1, 0, 0]
    assert prior._beliefs(np.array([-np.inf, 0.0, 0.0])).tolist() == [0, 0.5, 0.5]


def test_posteriors_of_all_curves_add_up() -> None:
    good = np.random.default_rng(1).binomial(BALLOTS, officers(1))
    chance = relative(log_likelihoods(good))
    after = fit_priors(chance, THETA, 0.0015).posterior(chance)
    np.testing.assert_allclose(after.sum(axis=1), 1)
