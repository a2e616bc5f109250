"""How officers differ at all: the distribution of their true shares.

It is estimated from all officers together: a beta distribution, and the same bent
smoothly, a little or much. The counts say how far each of them is to be believed, so
that a few officers far below the others, with nobody between, are seen as that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logit

Floats = npt.NDArray[np.float64]

# Where the beta may be bent, in log odds from the common share, and how widely.
_BENDS = np.arange(-2.5, 1.01, 0.35)
_BEND_WIDTH = 0.25
# Standard deviations of a bend in log density: what a little and much is.
_BEND_SIZES = (1.0, 3.0)
_LEAST, _MOST = 2.0, 1e5
# Precision of a beta parameter around 0: hardly any, but never none.
_PLAIN_RIDGE = _MOST**-2


@dataclass(frozen=True, eq=False)
class Priors:
    """Distributions of true shares that may be, and how far each is believed.

    Attributes:
        density: Probability of each point, shape (distributions, points).
        belief: Of each distribution; they add to 1.
    """

    density: Floats
    belief: Floats

    def posterior(self, likelihood: Floats) -> Floats:
        """Probability of each point for each officer, shape (officers, points).

        Formula: Bayesian model averaging (Hoeting et al. 1999,
        doi 10.1214/ss/1009212519).

        Args:
            likelihood: Of each officer's ballots at each point, same shape.
        """
        found = np.zeros_like(likelihood)
        for belief, density in zip(self.belief, self.density, strict=True):
            after = likelihood * density
            total = after.sum(axis=1, keepdims=True)
            found += belief * after / np.maximum(total, 1e-300)
        return found

    def mean(self) -> Floats:
        """Probability of each point whatever the distribution."""
        return np.asarray(self.belief @ self.density)


@dataclass(frozen=True, eq=False)
class _Family:
    """Densities exp(base + statistics @ t) over the points, normalised.

    Attributes:
        base: Log density without parameters, per point.
        statistics: Shape (points, parameters).
        ridge: Precision of each parameter around 0.
        likelihood: Shape (officers, points).
    """

    base: Floats
    statistics: Floats
    ridge: Floats
    likelihood: Floats

    def density(self, t: Floats) -> Floats:
        """Probability of each point."""
        log = self.base + self.statistics @ t
        weight = np.exp(log - log.max())
        return np.asarray(weight / weight.sum())

    def loss(self, t: Floats) -> float:
        """Negative penalised log likelihood."""
        marginal = self.likelihood @ self.density(t)
        return float(-np.log(np.maximum(marginal, 1e-300)).sum() + self._penalty(t))

    def _penalty(self, t: Floats) -> float:
        return float((self.ridge * t**2).sum()) / 2

    def slopes(self, t: Floats) -> tuple[Floats, Floats]:
        """Gradient and Hessian of `loss`: moments before less moments after."""
        density, s = self.density(t), self.statistics
        # products of matrices alone, for what follows is asked for many times
        total = np.maximum(self.likelihood @ density, 1e-300)
        after = density * (self.likelihood.T @ (1 / total))
        means = (self.likelihood @ (density[:, None] * s)) / total[:, None]
        mean, n = density @ s, len(total)
        gradient = n * mean - means.sum(axis=0) + self.ridge * t
        spread = (s.T * density) @ s - np.outer(mean, mean)
        left = (s.T * after) @ s - means.T @ means
        return gradient, n * spread - left + np.diag(self.ridge)

    def evidence(self, t: Floats) -> float:
        """Log of how probable all counts are, up to what all families share.

        Formula: Laplace's approximation (Tierney and Kadane 1986,
        doi 10.1080/01621459.1986.10478240) around the least loss.
        """
        sign, size = np.linalg.slogdet(self.slopes(t)[1])
        if sign <= 0:
            return -np.inf
        return float(-self.loss(t) - size / 2 + np.log(self.ridge).sum() / 2)

    def fit(self, start: Floats) -> Floats:
        """Parameters of the least loss."""
        # the search asks for both at one point, and each costs as much as both
        known: dict[bytes, tuple[Floats, Floats]] = {}

        def at(point: Floats) -> tuple[Floats, Floats]:
            if point.tobytes() not in known:
                known.clear()
                known[point.tobytes()] = self.slopes(point)
            return known[point.tobytes()]

        def slope(point: Floats) -> Floats:
            return at(point)[0]

        def bend(point: Floats) -> Floats:
            return at(point)[1]

        found = minimize(
            self.loss, start, jac=slope, hess=bend, method="trust-exact",
            options={"initial_trust_radius": 5.0, "max_trust_radius": 1e3,
                     "gtol": 1e-4, "maxiter": 200},
        )  # fmt: skip
        return np.asarray(found.x, float)


def fit_priors(
    likelihood: Floats, theta: Floats, spread: float, *, may_bend: bool = True
) -> Priors:
    """Probability of each possible true share, over officers.

    To a reader: how many officers are truly at 95, 90, 85 %. One smooth curve puts
    officers between a few far below and all others, where nobody is; a curve free to
    bend sees gaps that are luck. So three are fitted and believed as far as the counts
    bear them out. Weakness: each is treated as known: too sure of few officers.

    Formula: maximum marginal likelihood of a beta density on the points, and of the
    same times the exponential of normal bumps under a normal penalty (Efron 2016,
    doi 10.1093/biomet/asv068), believed by their evidence (MacKay 1992,
    doi 10.1162/neco.1992.4.3.415).

    Args:
        likelihood: Of each officer's ballots at each point, shape (officers, points).
        theta: True share at each point, rising.
        spread: Variance between officers to start from.
        may_bend: False keeps to the beta, for counts as small as complaints.
    """
    middle = float(theta[len(theta) // 2])
    weight = np.clip(middle * (1 - middle) / max(spread, 1e-9) - 1, _LEAST, _MOST)
    beta = np.column_stack([np.log(theta), np.log1p(-theta)])
    base = np.log(np.gradient(theta)) - beta.sum(axis=1)
    plain_ridge = np.full(2, _PLAIN_RIDGE)
    family = _Family(base, beta, plain_ridge, likelihood)
    t = family.fit(np.array([middle, 1 - middle]) * weight)
    found = [(family.density(t), family.evidence(t))]
    offset = (logit(theta) - logit(middle))[:, None] - _BENDS
    bumps = np.exp(-((offset / _BEND_WIDTH) ** 2) / 2)
    t = np.concatenate([t, np.zeros(len(_BENDS))])
    for size in _BEND_SIZES if may_bend else ():
        ridge = np.concatenate([plain_ridge, np.full(len(_BENDS), size**-2)])
        family = _Family(base, np.column_stack([beta, bumps]), ridge, likelihood)
        t = family.fit(t)
        found.append((family.density(t), family.evidence(t)))
    densities, evidence = zip(*found, strict=True)
    return Priors(np.array(densities), _beliefs(np.array(evidence)))


def _beliefs(evidence: Floats) -> Floats:
    """Parts of 1; all of it to the first where nothing can be told."""
    if not np.isfinite(evidence).any():
        return np.asarray(np.eye(len(evidence))[0], float)
    weight = np.exp(evidence - evidence.max())
    return np.asarray(weight / weight.sum())
