"""What units did, added up for the units they are part of, on both maps."""

from __future__ import annotations

import pandas as pd

from tests.recompute.province import Delivered


def parents(given: Delivered) -> pd.Series:
    """Key of the parent of each unit, as both were on the child's first day."""
    units = given.units.set_index("unit_key")
    found = given.unit_on(units["parent_code"], units["valid_from"])
    return found.dropna()


def shares(given: Delivered, on_map: str) -> pd.DataFrame:
    """source, unit_key and the part of the source that counts there."""
    keys = given.units["unit_key"]
    rows = pd.DataFrame({"source": keys, "unit_key": keys, "part": 1.0})
    if on_map == "today":
        rows = given.today
    parent, found = parents(given), [rows]
    while len(rows):
        rows = rows.assign(unit_key=rows["unit_key"].map(parent)).dropna()
        found.append(rows)
    by_unit = pd.concat(found).groupby(["source", "unit_key"])
    return by_unit["part"].sum().reset_index()


def added_up(own: pd.DataFrame, given: Delivered, on_map: str) -> pd.DataFrame:
    """Counts by (unit_key, month) for every unit and those above it."""
    parts, names = shares(given, on_map), [str(name) for name in own]
    rows = own.reset_index().rename(columns={"unit_key": "source"})
    rows = rows.merge(parts, on="source")
    rows[names] = rows[names].mul(rows["part"], axis=0)
    return rows.groupby(["unit_key", "month"])[names].sum()
