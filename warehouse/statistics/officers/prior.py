"""How officers differ at all: the distribution of their true shares.

It is estimated from all officers together: a beta distribution, bent smoothly where
the counts ask for it, as where a few officers lie far below the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logit

Floats = npt.NDArray[np.float64]

# Where the beta may be bent, in log odds from the common share, and how widely.
_BENDS = np.array([-2.0, -1.2, -0.6, 0.0, 0.6])
_BEND_WIDTH = 0.35
# Standard deviation of a bend in log density: no bend without evidence.
_BEND_SIZE = 1.0
_LEAST, _MOST = 2.0, 1e5


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
        after = self.likelihood * density
        after /= np.maximum(after.sum(axis=1, keepdims=True), 1e-300)
        means, mean = after @ s, density @ s
        gradient = len(after) * mean - means.sum(axis=0) + self.ridge * t
        spread = (s.T * density) @ s - np.outer(mean, mean)
        left = (s.T * after.sum(axis=0)) @ s - means.T @ means
        return gradient, len(after) * spread - left + np.diag(self.ridge)

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


def fit_prior(likelihood: Floats, theta: Floats, spread: float) -> Floats:
    """Probability of each possible true share, over officers.

    To a reader: how many officers are truly at 95, 90, 85 %, as far as all ballots
    together can tell. Weakness: treated as known afterwards, so that figures are a
    little too sure where there are few officers.

    Formula: maximum marginal likelihood of a beta density on the points, then of the
    same times the exponential of five normal bumps under a normal penalty (Efron
    2016, doi 10.1093/biomet/asv068).

    Args:
        likelihood: Of each officer's ballots at each point, shape (officers, points).
        theta: True share at each point, rising.
        spread: Variance between officers to start from.
    """
    middle = float(theta[len(theta) // 2])
    weight = np.clip(middle * (1 - middle) / max(spread, 1e-9) - 1, _LEAST, _MOST)
    beta = np.column_stack([np.log(theta), np.log1p(-theta)])
    # each point stands for the stretch of shares around it
    base = np.log(np.gradient(theta)) - beta.sum(axis=1)
    plain = _Family(base, beta, np.zeros(2), likelihood)
    t = plain.fit(np.array([middle, 1 - middle]) * weight)
    offset = (logit(theta) - logit(middle))[:, None] - _BENDS
    bumps = np.exp(-((offset / _BEND_WIDTH) ** 2) / 2)
    ridge = np.concatenate([np.zeros(2), np.full(len(_BENDS), _BEND_SIZE**-2)])
    bent = _Family(base, np.column_stack([beta, bumps]), ridge, likelihood)
    return bent.density(bent.fit(np.concatenate([t, np.zeros(len(_BENDS))])))
