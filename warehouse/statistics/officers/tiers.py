"""Repeatedly low officers: a first look, and the evidence a review may open on.

Simple rules ("below 80 % once") name mostly the unlucky. Here an officer is held
against colleagues with the same work; the second tier asks of all ballots of the
last periods how probable it is that the true share is low. The output opens a
conversation; it is never a decision.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.officers.funnel import TAIL_95

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TOO_FEW, NONE, LOOK, EVIDENCE = "too_few", "none", "look", "evidence"


@dataclass(frozen=True)
class TierSettings:
    """What the committee decided; versioned, shown beside each tier.

    Attributes:
        theta_min: True share below which an officer counts as low; above which,
            where a high share is bad.
        k: Low periods that call for a look; periods that evidence must rest on.
        m: Latest periods looked at.
        min_posterior: P(true share < theta_min) needed for evidence.
        min_below_peers: P(true share < that of colleagues with the same work)
            needed for evidence.
        max_wrong: Largest share of officers in tier evidence expected to be there
            wrongly; the surest are named first, and no more than this allows.
        n_judge: Ballots of the last m periods together needed for any figure.
        n_look: Ballots a period needs to count.
        high_is_bad: The share counts what should not be, as late cases do; every
            "below" and "lower" here then reads "above" and "upper".
        may_bend: As for `fit_priors`.
    """

    theta_min: float
    k: int
    m: int
    min_posterior: float
    min_below_peers: float
    max_wrong: float
    n_judge: int
    n_look: int
    high_is_bad: bool = False
    may_bend: bool = True


def surest(wrong: Floats, candidate: Bools, max_wrong: float) -> Bools:
    """The most officers whose mean chance of being named wrongly is allowed.

    Args:
        wrong: Chance of each of not being low.
        candidate: Who may be named at all.
        max_wrong: Largest mean chance allowed.
    """
    order = np.flatnonzero(candidate)
    order = order[np.argsort(wrong[order], kind="stable")]
    mean = np.cumsum(wrong[order]) / np.arange(1, len(order) + 1)
    named = np.zeros(len(wrong), dtype=bool)
    named[order[mean <= max_wrong]] = True
    return named


def chance_not_low(prob_below: Floats, prob_below_peers: Floats) -> Floats:
    """Chance of not being below both the standard and the colleagues.

    Both are thresholds of one true share, so the harder one decides.
    """
    return 1 - np.minimum(np.nan_to_num(prob_below), np.nan_to_num(prob_below_peers))


def tiers_of_window(
    together: Floats,
    n: Floats,
    p_lower: Floats,
    prob_below: Floats,
    prob_below_peers: Floats,
    settings: TierSettings,
    blocked: Bools,
) -> list[str]:
    """Give each officer a tier from the last m periods.

    Args:
        together: Ballots of the window per officer, as many drawn singly as they are
            worth.
        n: The same by period, shape (officers, periods of the window).
        p_lower: Lower tails against colleagues, same shape.
        prob_below: P(true share < theta_min) per officer; nan blocks evidence.
        prob_below_peers: P(true share < colleagues') per officer; nan likewise.
        settings: The committee's settings.
        blocked: True where a data-quality flag is open or independent ballots
            contradict; such an officer gets tier look instead of evidence.
    """
    too_few = together < settings.n_judge
    is_counted = n >= settings.n_look
    low = is_counted & (p_lower < TAIL_95)
    candidate = (
        ~too_few
        # what was seen in one period alone is no repetition
        & (is_counted.sum(axis=1) >= settings.k)
        & (np.nan_to_num(prob_below) > settings.min_posterior)
        & (np.nan_to_num(prob_below_peers) > settings.min_below_peers)
    )
    wrong = chance_not_low(prob_below, prob_below_peers)
    named = surest(wrong, candidate, settings.max_wrong)
    look = (low.sum(axis=1) >= settings.k) | named
    tier = np.select([too_few, named & ~blocked, look], [TOO_FEW, EVIDENCE, LOOK], NONE)
    return [str(t) for t in tier]


def wrong_share(tiers: list[str], chosen: str, wrong: Floats) -> float:
    """Mean chance of not being low over the officers of a tier; nan without any."""
    mine = np.array([t == chosen for t in tiers], dtype=bool)
    return float(wrong[mine].mean()) if mine.any() else float("nan")
