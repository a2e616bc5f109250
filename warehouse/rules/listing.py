"""Rules in words and as a file to fill in."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from warehouse.errors import RuleError
from warehouse.rules.in_force import Rule
from warehouse.rules.rule_file import Value, columns_of
from warehouse.rules.rules import ALL_TABLES, own_rules, read_rules
from warehouse.rules.scorecard import example_rows
from warehouse.rules.tables import OWN_TABLES, RuleTable
from warehouse.settings import Settings
from warehouse.words import Words


def rules_on(settings: Settings, day: date, name: str = "") -> list[tuple[str, Rule]]:
    """Table and rule of every rule that holds on a day.

    Args:
        settings: Where the province's own rules lie.
        day: The day asked about.
        name: One table; empty for all.

    Raises:
        RuleError: There is no such table, or a file of the province is wrong.
    """
    wanted = [_table(name).name] if name else list(ALL_TABLES)
    rules = read_rules(settings)
    rules |= {table: own_rules(settings, table) for table in OWN_TABLES}
    return [
        (table, rule)
        for table in wanted
        for rule in rules[table]
        if rule.first_day <= day <= rule.last_day
    ]


def as_line(name: str, rule: Rule, say: Words) -> str:
    """One rule in one line: what, how much, since when, who set it."""
    table = ALL_TABLES[name]
    key = "/".join(str(rule.values[part]) for part in table.key)
    others = [c.name for c in table.columns if c.name not in table.key]
    shown = [
        c for c in others if c not in ("name_vi", "name_en", "source", "legal_basis")
    ]
    values = ", ".join(
        f"{column}={_plain(rule.values[column])}"
        for column in shown
        if rule.values[column] is not None
    )
    days = say("commands.rules.from_day", day=f"{rule.valid_from:%d/%m/%Y}")
    if rule.valid_to:
        days += say("commands.rules.to_day", day=f"{rule.valid_to:%d/%m/%Y}")
    origin = say(f"commands.rules.origins.{rule.origin}")
    return f"{name}  {key}  {values}  {days}  [{origin}]"


def write_template(path: Path, name: str, group: str, settings: Settings) -> None:
    """Writes the headings of a table, and the rows of a group as they hold today.

    The first day stays empty: whoever decides fills it in.

    Args:
        path: The file; must not exist.
        name: The table.
        group: Rows to start from, as a threshold or a set; empty for none.
        settings: Where the province's own rules lie.

    Raises:
        RuleError: No such table or group, or the file is there.
    """
    table = _table(name)
    if path.exists():
        step = "name another file"
        raise RuleError("file", path.name, "nothing of that name may lie there", step)
    headings = [column.name for column in columns_of(table)]
    rows = _rows_of(table, group, settings) if group else []
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for values in rows:
            writer.writerow([_plain(values.get(name)) for name in headings])


def _rows_of(
    table: RuleTable, group: str, settings: Settings
) -> list[dict[str, Value]]:
    found = [rule.values for _, rule in rules_on(settings, date.today(), table.name)]
    if table.name in OWN_TABLES:
        found += [row.values for row in example_rows(table)]
    rows = [values for values in found if str(values[table.group]) == group]
    if not rows:
        known = sorted({str(values[table.group]) for values in found})
        rule = f"one of {', '.join(known)}"
        raise RuleError(table.group, group, rule, "write one of these words")
    return rows


def _table(name: str) -> RuleTable:
    if name not in ALL_TABLES:
        rule = f"one of {', '.join(ALL_TABLES)}"
        raise RuleError("rules", name, rule, "write one of these words")
    return ALL_TABLES[name]


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
