"""Permutation tests: how unusual is the effect among other possible choices.

With few units no standard error can be trusted; but one can ask how large an
"effect" would appear had other units been the ones that started.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations
from math import comb

import numpy as np
import numpy.typing as npt

from warehouse.statistics.effect.panel import Panel, cell_effects, comparisons
from warehouse.statistics.effect.pooling import group_overall
from warehouse.statistics.reasons import Reason

Floats = npt.NDArray[np.float64]

MAX_EXACT = 1_000_000
N_DRAWS = 20_000
N_STARTS = 1_999
_SLACK = 1e-9


@dataclass(frozen=True)
class DidPermutation:
    """A 2 x 2 effect and its permutation p-values; no interval exists.

    Attributes:
        att: Mean change of started units less mean change of the others.
        n_assignments: Assignments looked at (all of them, or the draws).
        p_two_sided: Share with an effect at least as large either way.
        p_greater: Share with an effect at least as large.
        is_exact: True if all assignments were looked at.
        reason: Why values are undefined; empty otherwise.
    """

    att: float
    n_assignments: int
    p_two_sided: float
    p_greater: float
    is_exact: bool
    reason: Reason = Reason.NONE


def _all_choices(n: int, k: int) -> npt.NDArray[np.intp]:
    flat = chain.from_iterable(combinations(range(n), k))
    return np.fromiter(flat, dtype=np.intp).reshape(-1, k)


def _drawn_choices(n: int, k: int, seed: int) -> npt.NDArray[np.intp]:
    rng = np.random.default_rng(seed)
    return np.argsort(rng.random((N_DRAWS, n)), axis=1)[:, :k]


def did_permutation(
    before: npt.ArrayLike,
    after: npt.ArrayLike,
    treated: npt.ArrayLike,
    *,
    seed: int = 20240701,
) -> DidPermutation:
    """Test a 2 x 2 effect by permuting which units started.

    To a reader: of all ways to pick as many units, how many would have shown an
    effect as large as this one. Weakness: assumes any unit could as well have
    been picked; with three of ten units no p-value below 1/120 exists.

    Formula: Fisher randomisation test on unit changes; all assignments if at
    most 1,000,000, otherwise 20,000 seeded draws with (1 + hits) / (1 + draws)
    (Phipson & Smyth 2010).

    One entry per unit; nan is left out; `seed` fixes the draws shown on a page.
    """
    change = np.asarray(after, float) - np.asarray(before, float)
    known = ~np.isnan(change)
    change, label = change[known], np.asarray(treated, float)[known] > 0
    n, k = len(change), int(label.sum())
    if k in (0, n):
        nan = float("nan")
        return DidPermutation(nan, 0, nan, nan, True, Reason.EMPTY_SIDE)
    att = float(change[label].mean() - change[~label].mean())
    is_exact = comb(n, k) <= MAX_EXACT
    choices = _all_choices(n, k) if is_exact else _drawn_choices(n, k, seed)
    started = change[choices].sum(axis=1)
    placebo = started / k - (float(change.sum()) - started) / (n - k)
    slack = _SLACK * (float(np.abs(change).max()) + 1e-300)
    two_sided = int((np.abs(placebo) >= abs(att) - slack).sum())
    greater = int((placebo >= att - slack).sum())
    extra, size = (0 if is_exact else 1), len(choices)
    p_two, p_greater = (
        (hits + extra) / (size + extra) for hits in (two_sided, greater)
    )
    return DidPermutation(att, size, p_two, p_greater, is_exact)


def _permuted_samples(
    panel: Panel, rng: np.random.Generator, size: int
) -> tuple[Floats, Floats]:
    """Cohort means and sizes after shuffling the start labels, own labels first."""
    labels = np.tile(panel.member, (size, 1))
    labels[1:] = rng.permuted(labels[1:], axis=1)
    counts = np.bincount(panel.member, minlength=len(panel.cohorts)).astype(float)
    one_hot = (labels[:, :, None] == np.arange(len(panel.cohorts))).astype(float)
    sums = np.einsum("buc,ut->bct", one_hot, panel.y)
    return sums / np.maximum(counts, 1)[:, None], np.tile(counts, (size, 1))


def start_permutation(panel: Panel, *, seed: int = 20240701) -> DidPermutation:
    """Test a staggered effect by permuting the start dates among units.

    To a reader: had the same dates fallen on other units, how often would the
    effect look as large. Weakness: assumes that any unit could have had any of
    the dates; no interval.

    Formula: permutation of cohort labels, statistic = cohort-weighted
    Callaway-Sant'Anna effect; (1 + hits) / (1 + draws) (Phipson & Smyth 2010).

    Args:
        panel: The panel, see `build_panel`.
        seed: Seed of the draws, so that a page shows one number.
    """
    cells = comparisons(panel, "notyettreated", "universal")
    if len(cells.group) == 0 or not cells.is_post.any():
        nan = float("nan")
        return DidPermutation(nan, 0, nan, nan, False, Reason.EMPTY_SIDE)
    rng = np.random.default_rng(seed)
    means, counts = _permuted_samples(panel, rng, N_STARTS + 1)
    effect = group_overall(cells, cell_effects(cells, means, counts), counts)
    att = float(effect[0])
    slack = _SLACK * (abs(att) + 1e-300)
    # The observed assignment counts as one hit of the 1 + draws.
    two_sided = float((np.abs(effect) >= abs(att) - slack).mean())
    greater = float((effect >= att - slack).mean())
    return DidPermutation(att, N_STARTS, two_sided, greater, is_exact=False)
