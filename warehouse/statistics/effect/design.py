"""Which design can separate the model's effect, given when the units started.

The start dates decide, not the result: the same dates always give the same
method, and a page that cannot separate an effect says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
import numpy.typing as npt

from warehouse.statistics.effect.interrupted_series import MIN_POINTS

Floats = npt.NDArray[np.float64]

ALWAYS = (
    "regression_to_the_mean",
    "other_reforms",
    "changed_questionnaire",
    "merged_units",
)
"""Threats that no design removes; pages say each beside every effect."""

MIN_UNITS_A_SIDE = 5
MIN_PRE_PERIODS = 3
# Fewest assignments with which a permutation p-value can reach 5 %.
MIN_ASSIGNMENTS = 20


@dataclass(frozen=True)
class DesignChoice:
    """The chosen design and the facts it rests on.

    Attributes:
        design: staggered, two_by_two, permutation, interrupted or none.
        n_started: Units that started after the first period.
        n_waiting: Units that serve as control (not started, or the last wave).
        n_cohorts: Different start periods among `n_started`.
        n_pre: Periods before the first start.
        n_post: Periods from the first start on, while a control is left.
        n_left_out: Units that had started by the first period.
        threats: Names of what no estimator removes, to print beside the effect.
    """

    design: str
    n_started: int
    n_waiting: int
    n_cohorts: int
    n_pre: int
    n_post: int
    n_left_out: int
    threats: tuple[str, ...]


@dataclass(frozen=True)
class _Facts:
    n_started: int
    n_waiting: int
    n_cohorts: int
    n_pre: int
    n_post: int


def _facts(start: Floats, times: Floats) -> _Facts:
    """Count started and waiting units and periods; the last wave may wait."""
    first, last = float(times.min()), float(times.max())
    start = np.where(start > last, 0.0, start)
    start = start[(start == 0) | (start > first)]
    waves = np.unique(start[start > 0])
    waiting = start == 0
    if not waiting.any() and len(waves) > 1:
        waiting = start == waves[-1]
        times, waves = times[times < waves[-1]], waves[:-1]
    begin = waves[0] if len(waves) else np.inf
    return _Facts(
        n_started=int(np.isin(start, waves).sum()),
        n_waiting=int(waiting.sum()),
        n_cohorts=len(waves),
        n_pre=int((times < begin).sum()),
        n_post=int((times >= begin).sum()),
    )


def _design(facts: _Facts) -> str:
    if facts.n_started == 0 or facts.n_pre == 0 or facts.n_post == 0:
        return "none"
    if facts.n_waiting == 0:
        long_enough = min(facts.n_pre, facts.n_post) >= MIN_POINTS
        return "interrupted" if long_enough and facts.n_cohorts == 1 else "none"
    if min(facts.n_started, facts.n_waiting) < MIN_UNITS_A_SIDE:
        total = facts.n_started + facts.n_waiting
        enough = comb(total, facts.n_started) >= MIN_ASSIGNMENTS
        return "permutation" if enough else "none"
    if facts.n_cohorts == 1 and facts.n_pre < MIN_PRE_PERIODS:
        return "two_by_two"
    return "staggered" if facts.n_pre >= MIN_PRE_PERIODS else "permutation"


def _threats(design: str, n_pre: int) -> tuple[str, ...]:
    extra = {"interrupted": ["no_control"], "permutation": ["no_interval"]}
    untested = design in ("two_by_two", "permutation") or n_pre < MIN_PRE_PERIODS
    tail = [*extra.get(design, []), *(["untested_trend"] if untested else [])]
    return (*ALWAYS, *tail)


def choose_design(start: npt.ArrayLike, times: npt.ArrayLike) -> DesignChoice:
    """Choose the design from the units' start periods alone.

    To a reader: why this page shows an effect, only a change, or nothing.

    Rules: at least 5 started and 5 waiting units and 3 periods before the first
    start: staggered (Callaway & Sant'Anna, jackknife). The same units, one start
    and fewer periods: two-by-two (CR2). Fewer units on a side, or several starts
    with fewer periods: permutation only. All units at once with 12 periods on
    each side: interrupted series. Otherwise none.

    Args:
        start: First treated period of each unit; 0 or nan for not started.
        times: All periods with data.
    """
    starts = np.nan_to_num(np.asarray(start, float))
    periods = np.unique(np.asarray(times, float))
    facts = _Facts(0, 0, 0, 0, 0)
    left_out = 0
    if len(periods):
        facts = _facts(starts, periods)
        left_out = int(((starts > 0) & (starts <= periods[0])).sum())
    design = _design(facts)
    return DesignChoice(
        design, facts.n_started, facts.n_waiting, facts.n_cohorts, facts.n_pre,
        facts.n_post, left_out, _threats(design, facts.n_pre),
    )  # fmt: skip
