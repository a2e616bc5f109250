"""How many units are looked at together, of those that are shown.

A unit is looked at where enough people answered, so the number of all of them would say
whether a hidden one is among them, and how many answered there at least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_lattices import LATTICES
from warehouse.hiding.hidden_waves import Ask, rows_if_built
from warehouse.statistics.change.families import CHANGE_FAMILY, GAP_FAMILY

LOOKED_AT = {
    "gap": ("stat_independent_gaps", GAP_FAMILY),
    "pair": ("stat_before_after", CHANGE_FAMILY),
    "group": ("stat_group_changes", CHANGE_FAMILY),
}
"""Lattice → its statistic, and the columns of what is looked at together."""
# lattice and the values of its family → how many
Looks = Mapping[tuple[Any, ...], int]


def shown_looks(ask: Ask, hidden: frozenset[Cell]) -> Looks:
    """Counts what is looked at and shown, by lattice and family.

    Args:
        ask: Runs one select in the build.
        hidden: Hidden cells of the build.
    """
    found: Counter[tuple[Any, ...]] = Counter()
    for lattice, (table, family) in LOOKED_AT.items():
        columns = LATTICES[lattice]
        names = dict.fromkeys((*columns, *family))
        text = (
            f"select {', '.join(names)}, count(*) as n from main.{table}"
            " where n_looks > 0 group by all"
        )
        for row in rows_if_built(ask, text):
            if (lattice, *(row[name] for name in columns)) not in hidden:
                found[lattice, *(row[name] for name in family)] += row["n"]
    return found


def looks_of(row: Mapping[str, Any], lattice: str, looks: Looks) -> int:
    """How many are looked at together with a row that is shown."""
    _, family = LOOKED_AT[lattice]
    return looks.get((lattice, *(row[name] for name in family)), row["n_looks"])
