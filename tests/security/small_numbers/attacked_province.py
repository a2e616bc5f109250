"""A built province as an attacker with the Front's account reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.hiding.blocks import Cell
from warehouse.read import Reader
from warehouse.scope import Scope
from warehouse.settings import Settings
from warehouse.stores.run_query import rows_of

TABLES = (
    "stat_before_after",
    "stat_independent_gaps",
    "stat_officer_periods",
    "stat_unit_signals",
    "agg_unit_months",
    "agg_ballot_months",
    "agg_response",
    "idx_sipas",
    "stat_wave_units",
    "stat_group_changes",
    "agg_signatures",
    "idx_decision_766",
    "dq_restatements",
)
Group = tuple[str, str]  # map, unit key


@dataclass(frozen=True)
class Province:
    """The built province, its reader and the shares that make its groups."""

    reader: Reader
    scope: Scope
    tables: Mapping[str, list[dict[str, Any]]]
    shares: Mapping[Group, Mapping[str, float]]
    hidden: frozenset[Cell]

    def ask(self, name: str, **params: Any) -> list[dict[str, Any]]:
        """What the attacker reads; no question is cut short."""
        answer = self.reader.run(name, self.scope, **params)
        assert not answer.is_cut, name
        return answer.rows

    @property
    def top(self) -> str:
        """The province."""
        [top] = [
            row["unit_key"]
            for row in self.tables["dim_units"]
            if row["parent_unit_key"] is None and row["is_current"]
        ]
        return str(top)

    @property
    def lowest(self) -> set[str]:
        """Communes and centres, old and new."""
        return {
            row["unit_key"]
            for row in self.tables["dim_units"]
            if row["unit_level"] in ("commune", "centre")
        }


def read_province(settings: Settings) -> Province:
    """Opens a built province for the attack."""
    reader = Reader(settings)
    scope = reader.scope_of_account(user_id="attacker", role="front")
    opened = reader._follow()
    names = (*TABLES, "dim_units", "dim_waves", "bridge_unit_succession")
    tables = {
        name: rows_of(opened.connection, f"from main.{name}", {}, limit=10**7)
        for name in names
    }
    return Province(reader, scope, tables, shares_of(tables), opened.hidden)


def shares_of(tables: Mapping[str, list[Any]]) -> dict[Group, dict[str, float]]:
    """Group → unit of the day → share of its people that the group counts."""
    paths = {row["unit_key"]: row["path"].split("/") for row in tables["dim_units"]}
    later = defaultdict(list)
    for row in tables["bridge_unit_succession"]:
        later[row["old_unit_key"]].append((row["new_unit_key"], row["weight"]))
    found: dict[Group, dict[str, float]] = defaultdict(lambda: defaultdict(float))

    def add_today(leaf: str, unit: str, weight: float) -> None:
        if unit in later:
            for new, part in later[unit]:
                add_today(leaf, new, weight * float(part))
        else:
            for above in paths[unit]:
                found["today", above][leaf] += weight

    for row in tables["dim_units"]:
        leaf = row["unit_key"]
        if row["unit_level"] in ("commune", "centre"):
            for above in paths[leaf]:
                found["then", above][leaf] += 1.0
            add_today(leaf, leaf, 1.0)
    return {group: dict(parts) for group, parts in found.items()}
