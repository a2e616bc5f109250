"""Change of a wave's shares since the wave before, for units looked at together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from warehouse.statistics.change.multiplicity import bh_adjust, selected_confidence
from warehouse.statistics.change.share_differences import (
    newcombe_bounds,
    two_by_two_chi2,
)
from warehouse.statistics.change.sign_risk import (
    PART_OF_ACCEPTED,
    no_change_se,
    wrong_sign_risks,
)
from warehouse.statistics.change.verdicts import among_many, judge_changes
from warehouse.statistics.probability.distributions import chi2_upper
from warehouse.waves.wave_result import Change

Row = Mapping[str, Any]


def changes_since(
    rows: Sequence[Row],
    before: Sequence[Row],
    is_alike: bool,
    rules: Mapping[str, float],
) -> dict[str, Change]:
    """Changes with limits that hold for units looked at together, level by level.

    Args:
        rows: Rows of `wave_shares` of the wave.
        before: Those of the wave before it.
        is_alike: Both waves asked the same way.
        rules: Thresholds of the day of the wave.

    Returns:
        Unit key → change, of units that are shown in both.
    """
    earlier = {row["unit_key"]: row for row in before if row["state"] == "shown"}
    found: dict[str, Change] = {}
    pairs = [
        (row, earlier[row["unit_key"]])
        for row in rows
        if row["state"] == "shown" and row["unit_key"] in earlier
    ]
    for level in sorted({now["unit_level"] for now, _ in pairs}):
        family = [pair for pair in pairs if pair[0]["unit_level"] == level]
        found |= _family(family, is_alike, rules)
    return found


def _family(
    pairs: Sequence[tuple[Row, Row]], is_alike: bool, rules: Mapping[str, float]
) -> dict[str, Change]:
    n1, n0 = (
        np.array([float(pair[side]["n_effective"]) for pair in pairs])
        for side in (0, 1)
    )
    p1, p0 = (
        np.array([float(pair[side]["share"]) for pair in pairs]) for side in (0, 1)
    )
    p_value = chi2_upper(two_by_two_chi2(p1 * n1, n1, p0 * n0, n0), 1)
    least = rules["min_n_compare"]
    p_value = np.where(np.fmin(n0, n1) >= least, p_value, np.nan)
    q = rules["fdr_q"]
    conf = selected_confidence(p_value, q)
    diff, low, high = newcombe_bounds(p1 * n1, n1, p0 * n0, n0, conf)
    _, low_alone, high_alone = newcombe_bounds(p1 * n1, n1, p0 * n0, n0)
    alone, picked = (
        judge_changes(
            *limits,
            n0,
            n1,
            is_comparable=np.full(len(pairs), is_alike),
            margin=rules["margin_share"],
            min_n=least,
        )[0]
        for limits in ((low_alone, high_alone), (low, high))
    )
    n_looks = int(np.isfinite(p_value).sum())
    judged = np.where(np.isfinite(p_value), diff, np.nan)
    risk = wrong_sign_risks(judged, no_change_se(p1, n1, p0, n0))
    is_trusted = np.full(len(pairs), n_looks < 2) | (risk <= PART_OF_ACCEPTED * q)
    marked = bh_adjust(p_value, q).rejected & is_trusted
    words = among_many(alone, picked, marked)
    return {
        now["unit_key"]: Change(
            float(p1[i]),
            float(p0[i]),
            float(then["n_answers"]),
            float(diff[i]),
            float(low[i]),
            float(high[i]),
            str(words[i]),
        )
        for i, (now, then) in enumerate(pairs)
    }
