"""Rules as frames: one row per rule and the days it holds on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from warehouse.rules.in_force import Rule
from warehouse.rules.rules import shipped_rules
from warehouse.rules.tables import TABLES

DAYS = ("valid_from", "valid_to", "first_day", "last_day")


def rule_frame(rules: Mapping[str, Sequence[Rule]], name: str) -> pd.DataFrame:
    """One table of rules with its columns, `DAYS` (dates) and `origin`.

    Args:
        rules: From `warehouse.rules.rules`.
        name: Name of the table.
    """
    columns = [column.name for column in TABLES[name].columns]
    rows = [
        (
            *(rule.values[column] for column in columns),
            *(getattr(rule, day) for day in DAYS),
            rule.origin,
        )
        for rule in rules[name]
    ]
    frame = pd.DataFrame(rows, columns=[*columns, *DAYS, "origin"])
    return frame.astype(dict.fromkeys(DAYS, "datetime64[us]"))


def shipped_frame(name: str) -> pd.DataFrame:
    """One table of rules of a home that sets none of its own, as `rule_frame`."""
    return rule_frame(shipped_rules(), name)
