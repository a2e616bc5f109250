"""Several units said of together, so that a reader learns of none of them alone.

A leader may ask how the own unit stands beside units like it, and may not read one of
those. What leaves here of them is one row, made of what is shown of each (no hidden
figure goes into it), and coarse: whole percent, ballots and cases in tens, limits
that say no more of a mean than the mean as it is told. A figure stands only where
enough units bring something to it and none of them brings most of it, and a part that
is none or all of the whole, which would say it of each unit, does not stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from warehouse.statistics.change.combined_limits import combined_limits

Row = dict[str, Any]

FEWEST_UNITS = 5
"""Units that a figure of several units rests on at least."""
MOST_OF_ONE = 0.5
"""Part of a whole that one unit may bring to it."""
_STEP = 0.01
_TENS = 10
_EPSILON = 1e-9


@dataclass(frozen=True)
class Pool:
    """What a query says of its units together.

    Its rows have `unit_key`, `is_own` and `state`.

    Attributes:
        means: Shares of which the mean of the units is told, each unit alike; their
            limits stand in columns of the same name with `_low` and `_high`.
        change: Columns of the change, the later and the earlier share; the change of
            the mean is the difference of the two means as they are told.
        counts: Ballots, told as a sum in tens.
        parts: Column of a part → column of its whole; the share is told.
        name: Column with the name of a unit.
    """

    means: tuple[str, ...]
    change: tuple[str, str, str]
    counts: tuple[str, ...]
    parts: Mapping[str, str]
    name: str


def pooled_rows(rows: Sequence[Row], pool: Pool) -> list[Row]:
    """The own unit's row, and one of all others together; nothing without the own.

    Args:
        rows: Rows of single units, hidden as each alone is.
        pool: What is said of them together.

    Returns:
        At most two rows with the same columns. The second has no `unit_key`, but
        `n_units` in the group, `n_counted` in its shares, `unit_names`, and for each
        mean the own figure less the group's: `<mean>_gap` with limits.
    """
    own = next((dict(row) for row in rows if row["is_own"]), None)
    if own is None:
        return []
    own.pop("is_own")
    others = [row for row in rows if not row["is_own"]]
    group: Row = {"unit_key": None, "n_units": len(others)}
    group["unit_names"] = "; ".join(sorted(str(row[pool.name]) for row in others))
    group |= _means(others, pool) | _parts(others, pool)
    group |= _gaps(own, group, pool)
    own = own | {f"{part}_share": _share(own, part, pool) for part in pool.parts}
    for same in ("map", "before_wave", "after_wave", "item_code"):
        group[same] = own[same]
    names = list(dict.fromkeys((*own, *group)))
    pair = [{name: row.get(name) for name in names} for row in (own, group)]
    return pair if others else pair[:1]


def _means(others: Sequence[Row], pool: Pool) -> Row:
    shown = [
        row
        for row in others
        if row["state"] == "shown" and all(row[name] is not None for name in pool.means)
    ]
    if len(shown) < FEWEST_UNITS:
        return {"state": "suppressed" if others else "missing", "n_counted": None}
    found: Row = {"state": "shown", "n_counted": len(shown)}
    weights = [1 / len(shown)] * len(shown)
    errors: dict[str, tuple[float, float]] = {}
    for name in pool.means:
        mean, low, high = combined_limits(*_ends(shown, name), weights)
        found |= _told(name, round(mean, 2), mean - low, high - mean, _STEP / 2)
        errors[name] = (mean - low, high - mean)
    change, later, earlier = pool.change
    value = round(found[later] - found[earlier], 2)
    found |= _told(change, value, *errors[change], _STEP)
    for name in pool.counts:
        found[name] = _in_tens(sum(row[name] for row in shown))
    return found


def _parts(others: Sequence[Row], pool: Pool) -> Row:
    found: Row = {}
    for part, whole in pool.parts.items():
        known = [r for r in others if r[part] is not None and r[whole] is not None]
        wholes = [float(row[whole]) for row in known if row[whole]]
        n, n_part = sum(wholes), sum(float(row[part]) for row in known)
        found[part] = found[f"{part}_share"] = None
        if not wholes and len(known) == len(others):
            found[whole] = 0
            continue
        is_told = len(wholes) >= FEWEST_UNITS and max(wholes) <= MOST_OF_ONE * n
        found[whole] = _in_tens(n) if is_told else None
        if is_told and 0 < n_part < n:
            found[f"{part}_share"] = round(n_part / n, 2)
    return found


def _gaps(own: Row, group: Row, pool: Pool) -> Row:
    """The own figure less that of the group, made of what is told of the group."""
    found: Row = {}
    for name in pool.means:
        is_known = own["state"] == "shown" and group["state"] == "shown"
        if not is_known or own[name] is None:
            continue
        gap, low, high = combined_limits(*_ends((own, group), name), (1, -1))
        found[f"{name}_gap"] = gap
        found[f"{name}_gap_low"], found[f"{name}_gap_high"] = low, high
    return found


def _ends(
    rows: Sequence[Row], name: str
) -> tuple[list[float], list[float], list[float]]:
    """A figure, its lower and its upper limit, each of all rows."""
    x, low, high = (
        [float(row[f"{name}{end}"]) for row in rows] for end in ("", "_low", "_high")
    )
    return x, low, high


def _share(own: Row, part: str, pool: Pool) -> float | None:
    whole = own[pool.parts[part]]
    return float(own[part]) / whole if whole and own[part] is not None else None


def _told(name: str, value: float, down: float, up: float, off: float) -> Row:
    """A figure as it is told, and limits as far from it as theirs were, and further.

    They are whole percent from what is told, outwards by what that may be off, so that
    they hold and say no more of the mean than it does.
    """

    def steps(error: float) -> float:
        return ceil((error + off) / _STEP - _EPSILON) * _STEP

    return {
        name: value,
        f"{name}_low": round(value - steps(down), 2),
        f"{name}_high": round(value + steps(up), 2),
    }


def _in_tens(n: float) -> int:
    return round(n / _TENS) * _TENS
