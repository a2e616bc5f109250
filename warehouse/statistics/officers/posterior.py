"""What all ballots of some periods say about each officer's true share.

Every officer is one shift, in log odds, against what colleagues with the same work
achieve; hard and easy work, good and bad periods are in the colleagues' rates. All
ballots of the periods then speak about one number per officer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.special import expit, logit

from warehouse.statistics.officers.ballots import BallotCounts, log_chance
from warehouse.statistics.officers.prior import fit_priors

Floats = npt.NDArray[np.float64]

STEP = 0.025
_REACH = 320
# Shifts looked at, in log odds: from -8 to 8.
SHIFTS = STEP * np.arange(-_REACH, _REACH + 1)
# Log odds of a cell's rate are held within this.
_MOST_LOGIT = 10.0
# Ballots at the common rate that each cell is thought to hold besides its own.
_BORROWED = 2.0


@dataclass(frozen=True, eq=False)
class Posterior:
    """One entry per officer; nan where officers do not differ beyond chance.

    Attributes:
        mean: Best guess of the true share at an average mix of work.
        low, high: Ends of its 95 % interval.
        below_standard: P(true share < the standard).
        below_peers: P(true share < that of colleagues with the same work).
        spread: Variance of true shares between officers; 0 where they do not differ.
    """

    mean: Floats
    low: Floats
    high: Floats
    below_standard: Floats
    below_peers: Floats
    spread: float


def cell_logits(x: Floats, n: Floats) -> Floats:
    """Log odds of each cell's pooled rate, thin cells drawn to the common one.

    Args:
        x, n: Satisfied and all ballots of each cell.
    """
    common = (x.sum() + 0.5) / (n.sum() + 1.0)
    rate = (x + _BORROWED * common) / (n + _BORROWED)
    odds = logit(np.clip(rate, 1e-9, 1 - 1e-9))
    return np.asarray(np.clip(odds, -_MOST_LOGIT, _MOST_LOGIT), float)


def shares_at_shifts(logits: Floats, weight: Floats) -> Floats:
    """True share at an average mix of work, at each of `SHIFTS`."""
    used = weight > 0
    part = weight[used] / weight[used].sum()
    return np.asarray(part @ expit(logits[used][:, None] + SHIFTS))


def log_likelihoods(
    ballots: BallotCounts, weight: Floats, logits: Floats, rho: float
) -> Floats:
    """Log likelihood of each officer's ballots at each shift.

    Args:
        ballots: The counts.
        weight: What each entry counts, its ballots times their worth.
        logits: Log odds of the colleagues' rate of each entry's cell.
        rho: Correlation of the answers of one ballot.

    Returns:
        Shape (officers, shifts).
    """
    # Rates lie on the same lattice as shifts, so that one function of the log odds
    # serves every cell; an entry is shared by its two neighbours.
    at = logits / STEP
    left = np.floor(at).astype(np.intp)
    part = at - left
    total = np.zeros((len(ballots.officers), len(SHIFTS)))
    kind = ballots.size + 1j * ballots.good
    edge = int(_MOST_LOGIT / STEP) + 1
    lattice = expit(STEP * np.arange(-edge - _REACH, edge + _REACH + 1))
    for one in np.unique(kind):
        mine = np.flatnonzero((kind == one) & (weight != 0))
        curve = log_chance(one.imag, one.real, lattice, rho)
        windows = np.lib.stride_tricks.sliding_window_view(curve, len(SHIFTS))
        column = np.concatenate([left[mine], left[mine] + 1]) + edge
        value = np.concatenate(
            [weight[mine] * (1 - part[mine]), weight[mine] * part[mine]]
        )
        row = np.concatenate([ballots.officer[mine]] * 2)
        used, place = np.unique(column, return_inverse=True)
        shape = (len(total), len(used))
        total += csr_matrix((value, (row, place)), shape=shape) @ windows[used]
    return total


def _below(cdf: Floats, shift: float) -> Floats:
    """P(shift below a value), linear between points."""
    at = float(np.clip((shift - SHIFTS[0]) / STEP, 0, len(SHIFTS) - 1.000001))
    left = int(at)
    return np.asarray(cdf[:, left] + (at - left) * (cdf[:, left + 1] - cdf[:, left]))


def _quantile(cdf: Floats, theta: Floats, q: float) -> Floats:
    """Share at a quantile of each officer, linear between points."""
    right = np.clip((cdf < q).sum(axis=1), 1, len(theta) - 1)
    row = np.arange(len(cdf))
    low, high = cdf[row, right - 1], cdf[row, right]
    part = np.clip((q - low) / np.maximum(high - low, 1e-300), 0, 1)
    return np.asarray(theta[right - 1] + part * (theta[right] - theta[right - 1]))


def posterior_of(
    likelihood: Floats,
    theta: Floats,
    standard: float,
    spread: float,
    *,
    may_bend: bool = True,
) -> Posterior:
    """Weigh every possible share of each officer by ballots and colleagues.

    Args:
        likelihood: Log likelihoods, shape (officers, shifts).
        theta: Share at each shift.
        standard: The least share asked of an officer.
        spread: Variance between officers to start from; none where it is not > 0.
        may_bend: As for `fit_priors`.
    """
    if not spread > 0:
        nothing = np.full(len(likelihood), np.nan)
        common = np.full(len(likelihood), float(theta[_REACH]))
        return Posterior(common, nothing, nothing, nothing, nothing, 0.0)
    chance = np.exp(likelihood - likelihood.max(axis=1, keepdims=True))
    priors = fit_priors(chance, theta, spread, may_bend=may_bend)
    post, prior = priors.posterior(chance), priors.mean()
    # half of a point's mass lies below it
    cdf = np.cumsum(post, axis=1) - post / 2
    mean = float(prior @ theta)
    return Posterior(
        mean=post @ theta,
        low=_quantile(cdf, theta, 0.025),
        high=_quantile(cdf, theta, 0.975),
        below_standard=_below(cdf, float(np.interp(standard, theta, SHIFTS))),
        below_peers=_below(cdf, 0.0),
        spread=float(prior @ (theta - mean) ** 2),
    )
