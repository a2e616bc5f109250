"""Groups of people of the small build: parts of each unit's ballots, made by the very
function that makes them of real ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from tests.dashboard.small.ballots import AFTER, BEFORE
from warehouse.statistics.frames.group_changes import group_changes

# part of all ballots, and how far it lies from the mean before and after
PARTS = {
    ("age_band", "18-29"): (0.3, 0.0, 0.08),
    ("age_band", "30-59"): (0.5, 0.0, 0.0),
    ("age_band", "60+"): (0.2, 0.0, -0.12),
    ("sex", "female"): (0.5, 0.0, 0.0),
    ("sex", "male"): (0.5, 0.0, 0.0),
    ("channel", "counter"): (0.7, 0.0, 0.0),
    ("channel", "home"): (0.3, 0.0, 0.0),
}


def respondents(changes: pd.DataFrame) -> pd.DataFrame:
    """Rows of `agg_pair_respondents`: each unit one sample of equal ballots."""
    return pd.DataFrame(_respondents(changes))


def group_rows(sums: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Rows of `stat_group_changes`."""
    items = sums["item_code"].unique()
    pairs = pd.DataFrame({"item_code": items}).assign(
        before_wave=BEFORE,
        after_wave=AFTER,
        criterion_code=None,
        not_comparable_reason=None,
        before_until=date(2024, 9, 30),
        after_from=date(2026, 9, 1),
        after_until=date(2026, 9, 30),
        margin_share=0.02,
        min_n_compare=30.0,
        fdr_q=0.05,
    )
    return group_changes(sums=sums, pairs=pairs, units=units)


def _respondents(changes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = ["map", "unit_key", "before_wave", "after_wave", "item_code", "item_kind"]
    for row in changes.to_dict("records"):
        for wave, side in ((BEFORE, "before"), (AFTER, "after")):
            n, share = int(row[f"n_{side}"]), row[f"share_{side}"]
            if not n or pd.isna(share):
                continue
            for (kind, code), _ in PARTS.items():
                for is_others in (False, True):
                    size, good = _counts(kind, code, is_others, n, share, side)
                    if size:
                        key = {name: row[name] for name in names}
                        key |= {"wave_code": wave, "is_others": is_others}
                        key |= {"group_kind": kind, "group_code": code}
                        flags = {"is_same_area": True, "is_after_start": False}
                        yield key | _sums(size, good, n) | flags


def _counts(
    kind: str, code: str, is_others: bool, n: int, share: float, side: str
) -> tuple[int, int]:
    size, good = 0, 0
    for (own_kind, own_code), (part, before, after) in PARTS.items():
        if own_kind == kind and (own_code != code) == is_others:
            people = round(n * part)
            moved = share + (before if side == "before" else after)
            size += people
            good += min(people, round(people * moved))
    return size, good


def _sums(size: int, good: int, n: int) -> dict[str, float]:
    rate, grown = 1 / n, n / max(n - 1, 1)
    square = rate * rate * grown
    return {
        "n_answers": float(size),
        "size": rate * size,
        "satisfied": rate * good,
        "square_satisfied": square * good,
        "square_all": square * size,
        "mean_satisfied": square * good * good / n,
        "mean_both": square * good * size / n,
        "mean_all": square * size * size / n,
    }
