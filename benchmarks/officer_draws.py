"""Simulated officers and ballots, and what an ideal observer would make of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, gammaln, logit, ndtr, ndtri

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

N_OFFICERS, N_QUARTERS = 600, 4
# Procedure group x channel: ease of pleasing (log odds), with equal expected use.
EASE = np.array([-0.6, -0.2, 0.2, 0.6])
# Two answers of one ballot agree this much; of the normal kind on its hidden scale.
AGREEMENT, HIDDEN_AGREEMENT = 0.5, 0.6
FAR, FAR_PART, NEAR_SPREAD = 0.13, 0.05, 0.02
_SHARES = np.linspace(0.02, 0.9995, 1400)
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(60)


@dataclass(frozen=True)
class Setting:
    """Officers, their work and their ballots.

    Attributes:
        label: What the table calls it.
        median_n: Median ballots a quarter; lognormal between officers.
        has_mix: Whether cells of work differ in ease.
        mean, spread: Of true shares at an average mix of work.
        shape: `beta`, or `few_far_below`: one in twenty 13 points below the others.
        ballot: How answers of a ballot hang together: `beta` or `normal`.
        questions: Answers on a ballot.
        times: How many times the draws.
        each: Ballots that each person gives of an officer in a quarter, all alike.
    """

    label: str
    median_n: int
    has_mix: bool = False
    mean: float = 0.92
    spread: float = 0.035
    shape: str = "beta"
    ballot: str = "beta"
    questions: int = 4
    times: int = 1
    each: int = 1

    @property
    def ease(self) -> Floats:
        """Ease of each cell, log odds."""
        return EASE if self.has_mix else np.zeros(len(EASE))

    @property
    def beta(self) -> tuple[float, float]:
        """Parameters of the beta of true shares."""
        weight = self.mean * (1 - self.mean) / self.spread**2 - 1
        return self.mean * weight, (1 - self.mean) * weight


def draw_officers(rng: np.random.Generator, setting: Setting) -> tuple[Floats, Floats]:
    """True shares by officer and cell, and ballots by officer, quarter, cell and
    number of satisfied answers."""
    rates = expit(logit(_draw_shares(rng, setting))[:, None] + setting.ease)
    people = setting.median_n / setting.each
    busy = rng.lognormal(np.log(people), 0.4, (N_OFFICERS, 1, 1))
    mix = rng.dirichlet(np.full(len(EASE), 3.0), N_OFFICERS)[:, None, :]
    n = rng.poisson(np.broadcast_to(busy * mix, (N_OFFICERS, N_QUARTERS, len(EASE))))
    at = np.nonzero(n)
    ballot = np.repeat(np.arange(len(at[0])), n[at])
    p = rates[at[0], at[2]][ballot]
    good = _draw_answers(rng, p, setting)
    filled = np.zeros((len(at[0]), setting.questions + 1))
    np.add.at(filled, (ballot, good), 1)
    counts = np.zeros((*n.shape, setting.questions + 1))
    counts[at] = filled
    return rates, counts * setting.each


def _draw_shares(rng: np.random.Generator, setting: Setting) -> Floats:
    if setting.shape == "beta":
        return rng.beta(*setting.beta, N_OFFICERS)
    is_far = rng.random(N_OFFICERS) < FAR_PART
    near = rng.normal(setting.mean, NEAR_SPREAD, N_OFFICERS)
    return np.clip(near - FAR * is_far, 0.03, 0.995)


def _draw_answers(
    rng: np.random.Generator, p: Floats, setting: Setting
) -> npt.NDArray[np.int64]:
    if setting.questions == 1:
        return np.asarray(rng.binomial(1, p), np.int64)
    if setting.ballot == "beta":
        weight = 1 / AGREEMENT - 1
        own = rng.beta(p * weight, (1 - p) * weight)
        return np.asarray(rng.binomial(setting.questions, own), np.int64)
    mood = rng.normal(size=len(p)) * np.sqrt(HIDDEN_AGREEMENT)
    chance = ndtr((ndtri(p) - mood) / np.sqrt(1 - HIDDEN_AGREEMENT))
    return np.asarray(rng.binomial(setting.questions, chance), np.int64)


def low_of(rates: Floats, setting: Setting, standard: float) -> Bools:
    """Who is truly below the standard and below colleagues, at an average mix."""
    peers = expit(logit(setting.mean) + setting.ease).mean()
    return np.asarray(rates.mean(axis=1) < min(standard, peers))


def answer_chances(p: Floats, setting: Setting) -> Floats:
    """P(number of satisfied answers | true share), shape (shares, answers + 1)."""
    m = setting.questions
    k = np.arange(m + 1)
    choose = np.exp(gammaln(m + 1) - gammaln(k + 1) - gammaln(m - k + 1))
    if m == 1:
        return np.column_stack([1 - p, p])
    if setting.ballot == "beta":
        weight = (1 - AGREEMENT) / AGREEMENT
        a, b = p[:, None] * weight, (1 - p[:, None]) * weight
        log = gammaln(a + k) - gammaln(a) + gammaln(b + m - k) - gammaln(b)
        total = a + b
        return np.asarray(choose * np.exp(log - gammaln(total + m) + gammaln(total)))
    mood = _NODES * np.sqrt(HIDDEN_AGREEMENT)
    chance = ndtr((ndtri(p)[:, None] - mood) / np.sqrt(1 - HIDDEN_AGREEMENT))
    part = _WEIGHTS / _WEIGHTS.sum()
    return np.asarray(
        choose * np.stack([(chance**i * (1 - chance) ** (m - i)) @ part for i in k], 1)
    )


def posterior_low(counts: Floats, setting: Setting, standard: float) -> Floats:
    """P(truly low) per officer, by one who knows all but the officers' shares."""
    log = _log_prior(setting)[None, :].repeat(N_OFFICERS, axis=0)
    for cell, ease in enumerate(setting.ease):
        chances = answer_chances(expit(logit(_SHARES) + ease), setting)
        log += (
            counts[:, :, cell].sum(axis=1) / setting.each @ np.log(chances.T + 1e-300)
        )
    weight = np.exp(log - log.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    rates = expit(logit(_SHARES)[:, None] + setting.ease)
    return np.asarray(weight @ low_of(rates, setting, standard))


def _log_prior(setting: Setting) -> Floats:
    if setting.shape == "beta":
        a, b = setting.beta
        return np.asarray((a - 1) * np.log(_SHARES) + (b - 1) * np.log1p(-_SHARES))
    gap = (_SHARES - setting.mean) / NEAR_SPREAD
    far = (_SHARES - setting.mean + FAR) / NEAR_SPREAD
    near = (1 - FAR_PART) * np.exp(-(gap**2) / 2)
    return np.asarray(np.log(near + FAR_PART * np.exp(-(far**2) / 2) + 1e-300))
