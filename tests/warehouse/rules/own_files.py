"""Files of rules of a province, made from the shipped ones."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date

from warehouse.rules.rule_file import RuleRow, Value, columns_of
from warehouse.rules.rules import shipped_rows
from warehouse.rules.tables import TABLES
from warehouse.settings import Settings

Change = Callable[[dict[str, Value]], dict[str, Value]]


def newest_edition(table: str, group: str) -> list[RuleRow]:
    """The shipped rows of a group that began last."""
    rows = shipped_rows(TABLES[table])
    mine = [r for r in rows if r.values[TABLES[table].group] == group]
    last = max(row.valid_from for row in mine)
    return [row for row in mine if row.valid_from == last]


def groups(table: str) -> list[str]:
    """What may be replaced together in a table."""
    found = {str(r.values[TABLES[table].group]) for r in shipped_rows(TABLES[table])}
    return sorted(found)


def write_edition(
    settings: Settings,
    table: str,
    wanted: list[str],
    begins: date,
    change: Change = dict,
) -> None:
    """The province's own file of a table: one more edition of each wanted group."""
    headings = [column.name for column in columns_of(TABLES[table])]
    settings.rules_dir.mkdir(parents=True, exist_ok=True)
    path = settings.rules_dir / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        for group in wanted:
            for row in newest_edition(table, group):
                writer.writerow({**change(row.values), "valid_from": begins})
