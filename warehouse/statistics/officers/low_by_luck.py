"""What a rule "low in k of the last m periods" does by luck, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from warehouse.statistics.officers.funnel import TAIL_95
from warehouse.statistics.probability.binomial import binomial_lower, binomial_quantile
from warehouse.statistics.probability.poisson_binomial import poisson_binomial_tails

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RepeatedLow:
    """Operating characteristics of a rule on one officer, and on all of them.

    Attributes:
        critical_x: Largest count per period that is flagged; -1 if none can be.
        p_flag_null: P(flag) per period for an officer exactly on target.
        p_flag_alt: P(flag) per period for a truly low officer.
        false_k_of_m: P(flagged in at least k periods), on target.
        power_k_of_m: The same, truly low.
        false_run: P(flagged in `run` periods in a row), on target.
        power_run: The same, truly low.
        expected_false_k_of_m: Officers on target flagged by the k-of-m rule.
        expected_false_run: Officers on target flagged by the run rule.
    """

    critical_x: Floats
    p_flag_null: Floats
    p_flag_alt: Floats
    false_k_of_m: float
    power_k_of_m: float
    false_run: float
    power_run: float
    expected_false_k_of_m: float
    expected_false_run: float


def critical_count(theta0: float, n: npt.ArrayLike) -> Floats:
    """Largest count whose lower tail under theta0 is below 2.5 %; -1 if none."""
    ns = np.asarray(n, float)
    at = binomial_quantile(TAIL_95, ns, theta0)
    # The quantile has F >= 2.5 %; one below it has F < 2.5 % by definition.
    return np.where(ns > 0, at - 1, -1.0)


def _at_least(k: int, p: Floats) -> float:
    """P(at least k of the events happen), events independent."""
    _, upper = poisson_binomial_tails([k], np.ones((1, len(p))), p)
    return float(upper[0])


def _has_run(run: int, p: Floats) -> float:
    """P(at least `run` events in a row), by the length of the current run."""
    state = np.zeros(run + 1)
    state[0] = 1.0
    for q in p.tolist():
        done = state[run]
        moved = np.zeros(run + 1)
        moved[0] = state[:run].sum() * (1 - q)
        moved[1:] = state[:run] * q
        moved[run] += done
        state = moved
    return float(state[run])


def repeated_low_rule(
    *,
    theta0: float,
    theta1: float,
    n_per_period: Sequence[int],
    k: int,
    run: int,
    n_officers: int,
) -> RepeatedLow:
    """Work out false alarms and power of "repeatedly low" rules exactly.

    To a reader: of so many officers all on target, how many would the rule name
    by luck; and how many of the truly low does it find. Weakness: "all exactly
    on target" never holds; small real differences make many more wrong flags,
    see `officer_tiers`.

    Formula: a period is low if P(X <= x | theta0) < 0.025 (exact binomial);
    at least k of m by the Poisson binomial, `run` in a row by recursion.

    Args: target share, share of a truly low officer, valid ballots in each of
    the m periods, low periods needed in all (k) and in a row (run).
    """
    ns = np.asarray(n_per_period, float)
    critical = critical_count(theta0, ns)
    null = binomial_lower(critical, ns, theta0)
    low = binomial_lower(critical, ns, theta1)
    false_k, false_run = _at_least(k, null), _has_run(run, null)
    return RepeatedLow(
        critical_x=critical,
        p_flag_null=null,
        p_flag_alt=low,
        false_k_of_m=false_k,
        power_k_of_m=_at_least(k, low),
        false_run=false_run,
        power_run=_has_run(run, low),
        expected_false_k_of_m=n_officers * false_k,
        expected_false_run=n_officers * false_run,
    )


def looks_by_luck(n_officers: int, k: int, m: int) -> float:
    """At most so many of these officers are low k times by luck alone.

    To a reader: if everybody did as colleagues with the same work do, so many would
    still be called low. Each period is low with a chance of at most 2.5 %, less
    where ballots are few, so this is the most that luck gives.

    Formula: n P(X ≥ k), X binomial with m trials and the chance `TAIL_95`.

    Args:
        n_officers: Officers with enough ballots to be judged.
        k: Low periods that call for a look.
        m: Periods looked at.
    """
    return n_officers * _at_least(k, np.full(m, TAIL_95))
