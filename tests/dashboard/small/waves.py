"""What two surveys of visitors say of the units, before and after a change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd

from tests.dashboard.small.units import UNITS, key
from warehouse.statistics.probability.share_intervals import wilson_ci

EARLIER, WAVE = "DL2026-1", "DL2026-3"
DAYS = {
    EARLIER: (date(2026, 3, 1), date(2026, 3, 31)),
    WAVE: (date(2026, 9, 1), date(2026, 9, 30)),
}
# Unit → answers and satisfied ones of each wave; the last has too few to be shown.
ANSWERED = {
    EARLIER: {"91001": (300, 210), "91002": (120, 96), "91003": (60, 51)},
    WAVE: {"91001": (300, 270), "91002": (120, 97), "91003": (60, 50)},
}
RETURNED = {"91001": 900.0, "91002": 2400.0, "91003": 300.0}


def tables(thin: int) -> dict[str, pd.DataFrame]:
    """The tables by name."""
    return {"stat_wave_units": pd.DataFrame(_shares(thin))}


def _shares(thin: int) -> Iterator[dict[str, Any]]:
    for wave, counts in ANSWERED.items():
        whole = {"91": tuple(map(sum, zip(*counts.values(), strict=True)))}
        for code, (n, x) in {**counts, **whole}.items():
            yield _row(wave, code, n // thin, x // thin)


def _row(wave: str, code: str, n: int, x: int) -> dict[str, Any]:
    found, is_top = wilson_ci(x, n), code == "91"
    mixed = (0.825, 0.77, 0.87) if is_top else (None, None, None)
    names = ("share_returned", "share_low_returned", "share_high_returned")
    returned = sum(RETURNED.values()) if is_top else RETURNED[code]
    return {
        "map": "today",
        "unit_key": key(code),
        "unit_level": UNITS[code][1],
        "wave_code": wave,
        "stream": "independent",
        "item_code": "overall",
        "n_strata": 3 if is_top else 1,
        "n_answers": float(n),
        "sum_weight": float(n),
        "weighted_by": "served",
        "cluster_kind": None,
        "n_clusters": None,
        "share": x / n if n else None,
        "share_low": found.lo,
        "share_high": found.hi,
        "n_effective": n / 1.2,
        "n_returned": returned,
        **dict(zip(names, mixed, strict=True)),
        "n_effective_returned": n / 2 if is_top else None,
        "returned_by": "unit" if is_top else None,
    }
