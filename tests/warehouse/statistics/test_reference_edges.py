"""Data that can occur never raises: the reference methods on empty and equal data."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from tests.warehouse.reference_units import METHODS

Case = dict[str, Any]
NOTHING: Case = {"x": [], "n": []}
BALLOTS: list[list[Any]] = [[], [[]], [[5]], [[None, 5, 5]]]
ALL = {"x": [5, 5], "n": [5, 5]}
NONE = {"x": [0, 0], "n": [5, 5]}
NO_BALLOTS = {"x": [0, 0], "n": [0, 0]}
COUNTS = [NOTHING, ALL, NONE, NO_BALLOTS, {"x": [3], "n": [5]}]


def panel(cohort: list[int], n_periods: int) -> Case:
    units = range(len(cohort))
    return {
        "y": [((7 * u + 3 * t) % 11) / 10 for u in units for t in range(n_periods)],
        "unit": [u for u in units for _ in range(n_periods)],
        "time": [t + 1 for _ in units for t in range(n_periods)],
        "cohort": [g for g in cohort for _ in range(n_periods)],
    }


def cells(*pairs: tuple[int, int]) -> Case:
    names = ("treated_after", "treated_before", "control_after", "control_before")
    return {
        "cells": {k: {"x": x, "n": n} for k, (x, n) in zip(names, pairs, strict=True)}
    }


RULE = {"theta0": 0.9, "theta1": 0.8, "k": 2, "run": 2, "n_officers": 10}
TWO_BY_TWO = {"treated": [1, 0, 1, 0], "post": [0, 0, 1, 1], "unit": [1, 2, 1, 2]}
EDGES: list[tuple[str, Case]] = [
    *[("bh_adjust", {"p": p, "q": 0.05}) for p in ([], [None], [None, 0.01], [1, 1])],
    *[(m, c) for m in ("beta_binomial_eb", "tarone_test") for c in COUNTS],
    *[("p_chart", c) for c in COUNTS],
    *[("p_prime_chart", {"screen": s, **c}) for c in COUNTS for s in (True, False)],
    *[("binomial_flag", {"theta0": t, **c}) for c in COUNTS for t in (0.0, 0.9, 1.0)],
    *[
        ("funnel_overdispersed", {"scale": s, "trim": 0.1, **c})
        for c in COUNTS
        for s in ("raw", "arcsine")
    ],
    *[
        (m, {"theta0": t, "n": n})
        for m in ("funnel_exact", "funnel_score")
        for t in (0.0, 0.9, 1.0)
        for n in ([], [0], [1])
    ],
    ("poisson_sr_limits", {"expected_events": [0, 0.1]}),
    *[
        (
            "indirect_standardisation",
            {"officer": ["a", "b"][: len(c["x"])], "cell": ["c"] * len(c["x"]), **c},
        )
        for c in COUNTS
    ],
    *[
        ("normal_normal_eb", {"y": y, "v": v, "estimator": e})
        for e in ("DL", "REML")
        for y, v in (([], []), ([4], [0.1]), ([4, 4], [0.1, 0.2]), ([4, 5], [0, 0.1]))
    ],
    *[
        ("xmr_chart", {"y": y, "screen": s})
        for y in ([], [1], [2] * 9, [1, None, 2], list(range(9)))
        for s in (True, False)
    ],
    ("cusum_binomial_llr", {"x": [], "n": [], "p0": 0.1, "p1": 0.2, "h": 3}),
    ("cusum_tabular", {"y": [None, 10], "mu0": 1, "k": 1, "h": 1}),
    *[("longstring", {"ballots": b}) for b in BALLOTS],
    *[("sequence_runs_test", {"sequence": s}) for s in ([], [1], [1, 1], [1, 2])],
    *[
        ("repeated_low_rule", {"n_per_period": n, **RULE})
        for n in ([], [0], [0, 1, 30], [30])
    ],
    *[
        ("suppress_1d", {"counts": c, "k": 5, "total_published": True})
        for c in ([], [0], [3], [3, 0], [1, 1])
    ],
    *[
        ("suppression_audit", {"table": [[0, 0], [0, 4]], "suppressed": s})
        for s in ([[0, 0], [0, 0]], [[1, 1], [1, 1]])
    ],
    *[
        ("did_2x2_cluster", {"y": y, **TWO_BY_TWO})
        for y in ([0.5] * 4, [0.1, 0.2, 0.3, 0.5], [0.1, 0.2, None, 0.5])
    ],
    ("did_2x2_proportions", cells((0, 0), (1, 2), (1, 2), (1, 2))),
    ("did_2x2_proportions", cells((5, 5), (5, 5), (5, 5), (5, 5))),
    *[
        ("did_permutation", {"before": b, "after": b, "treated": t})
        for b, t in (([], []), ([1, 2], [1, 1]), ([1, 2], [1, 0]))
    ],
    *[
        ("its_segmented", {"y": y, "start": start, "lag": 1})
        for y in ([], [1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8], [1, None, 2, 5, 3, 2])
        for start in (1, 4)
    ],
    *[
        ("callaway_santanna", {"control": c, "base_period": b, **panel(g, 5)})
        for c in ("nevertreated", "notyettreated")
        for b in ("universal", "varying")
        for g in ([], [0, 0], [3, 3], [0, 3], [3, 3, 4, 4], [0, 0, 1, 3, 3, 9])
    ],
]


@pytest.mark.parametrize(("method", "case"), EDGES)
def test_edge_data_never_raises_nor_warns(method: str, case: Case) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        METHODS[method](case)
