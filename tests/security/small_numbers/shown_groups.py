"""Groups of people of one wave and one question: what is true, and what can be read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from tests.security.small_numbers.attacked_province import Group, Province
from tests.security.small_numbers.shown_slices import Slice, group_of

ITEM = "overall"
SIDES = (("before_wave", "before"), ("after_wave", "after"))
# map, unit and code of the group, which is empty for all groups together
GroupCell = tuple[str, str, str]


@dataclass
class GroupTable:
    """People of one kind of groups in one wave, unit by unit."""

    true: dict[GroupCell, float] = field(default_factory=dict)
    shown: dict[GroupCell, float] = field(default_factory=dict)


def group_tables(
    province: Province, slices: dict[Any, Slice]
) -> dict[tuple[str, str], GroupTable]:
    """Wave and kind → what is true and what is read, with the totals of units."""
    found: dict[tuple[str, str], GroupTable] = defaultdict(GroupTable)
    asked: set[tuple[Group, str, str]] = set()
    for row in province.tables["stat_group_changes"]:
        if row["item_code"] == ITEM:
            asked.add((group_of(row), row["before_wave"], row["after_wave"]))
            for name, side in SIDES:
                table = found[row[name], row["group_kind"]]
                cell = (*group_of(row), row["group_code"])
                table.true[cell] = float(row[f"n_{side}"] or 0)
    for (map_, unit), before, after in sorted(asked):
        params = {"map": map_, "unit_key": unit, "item_code": ITEM}
        waves = {"before_wave": before, "after_wave": after}
        answer = province.reader.run("group_changes", province.scope, **params, **waves)
        for row in answer.rows:
            for name, side in SIDES:
                if row[f"n_{side}"] is not None:
                    cell = (*group_of(row), row["group_code"])
                    table = found[row[name], row["group_kind"]]
                    table.shown[cell] = float(row[f"n_{side}"])
    for (wave, _), table in found.items():
        for group, n in slices[wave, ITEM].shown.items():
            table.shown[(*group, "")] = n
    return dict(found)


def narrow_cells(
    province: Province, table: GroupTable, k: float
) -> dict[GroupCell, float]:
    """Small groups that what is shown leaves less room than k; how much it leaves.

    Unknown are the people of each group in each unit of the day, and those who said of
    no group what they are; a unit is the sum of its parts, and its groups of all.
    """
    codes = sorted({code for *_, code in table.true})
    leaves = sorted(unit for map_, unit, _ in table.true if map_ == "then")
    leaves = [u for u in dict.fromkeys(leaves) if province.shares["then", u].get(u)]
    at = {(u, c): i for i, (u, c) in enumerate((u, c) for u in leaves for c in codes)}

    def vector(cell: GroupCell) -> Any:
        map_, unit, code = cell
        parts = np.zeros(len(at))
        for leaf, share in province.shares[map_, unit].items():
            for one in codes if code == "" else [code]:
                if (leaf, one) in at:
                    parts[at[leaf, one]] = share
        return parts

    groups = {cell: n for cell, n in table.shown.items() if cell[2]}
    totals = {cell: n for cell, n in table.shown.items() if not cell[2]}
    known = [vector(cell) for cell in groups] or [np.zeros(len(at))]
    counts = [*groups.values()] or [0.0]
    # groups add up to at most the total: some do not say which is theirs
    lhs = [*known, *(-one for one in known), *(vector(cell) for cell in totals)]
    rhs = [*(n + 0.01 for n in counts), *(0.01 - n for n in counts)]
    rhs += [n + 0.01 for n in totals.values()]
    matrix: Any = csr_array(np.array(lhs))
    narrow = {}
    for cell, n in table.true.items():
        if 0 < n < k:
            target, ends = vector(cell), []
            for sign in (1, -1):
                fit = linprog(sign * target, A_ub=matrix, b_ub=rhs, bounds=(0, 100_000))
                assert fit.status == 0, (cell, fit.message)
                ends.append(float(target @ fit.x))
            if abs(ends[1] - ends[0]) < k - 1e-6:
                narrow[cell] = abs(ends[1] - ends[0])
    return narrow
