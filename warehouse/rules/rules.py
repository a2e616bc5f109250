"""The rules of a home: those shipped, and over them what the province sets.

The province writes `THANTHIEN_HOME/rules/<table>.csv`. From its day on an edition of
the province takes the place of the shipped one; older days keep the rule they had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from warehouse.errors import RuleError
from warehouse.rules.in_force import Rule, in_force
from warehouse.rules.rule_file import RuleRow, Value, read_rule_file
from warehouse.rules.scorecard import faults_of_scores
from warehouse.rules.senseless import senseless
from warehouse.rules.tables import OWN_TABLES, TABLES, RuleTable
from warehouse.settings import Settings

ALL_TABLES = TABLES | OWN_TABLES
SHIPPED_DIR = Path(__file__).with_name("shipped")


def shipped_rows(table: RuleTable) -> list[RuleRow]:
    """Rows that come with the program, from one file or from a folder of files.

    Raises:
        RuleError: A shipped file is wrong.
    """
    return list(_shipped_rows(SHIPPED_DIR / table.name, table.name))


@cache  # they come with the program; pages ask for terms many times a run
def _shipped_rows(place: Path, name: str) -> tuple[RuleRow, ...]:
    in_folder = sorted(place.glob("*.csv"))
    rows: list[RuleRow] = []
    for path in in_folder or [place.with_suffix(".csv")]:
        read, faults = read_rule_file(path, TABLES[name])
        if faults:
            raise faults[0]
        rows += read
    return tuple(rows)


def own_rows(
    settings: Settings, left_out: Collection[str] = ()
) -> tuple[dict[str, list[RuleRow]], list[RuleError]]:
    """The province's own rows by table, and all that is wrong with its files.

    Args:
        settings: Names the home.
        left_out: Tables that are not asked for.
    """
    rows: dict[str, list[RuleRow]] = {}
    faults: list[RuleError] = []
    for path in own_files(settings):
        if path.suffix == ".csv" and path.stem in left_out:
            continue
        table = ALL_TABLES.get(path.stem)
        if table is None or path.suffix != ".csv":
            names = ", ".join(f"{name}.csv" for name in ALL_TABLES)
            rule = f"a file of rules is one of {names}"
            faults.append(
                RuleError("rules", path.name, rule, "rename it or take it out")
            )
            continue
        read, wrong = read_rule_file(path, table)
        shipped = shipped_rows(table) if table.name in TABLES else []
        faults += wrong
        # a sum without the rows that are wrong would be wrong too
        faults += [] if wrong else faults_of_scores(read, table.name)
        strange = [fault for row in read for fault in _strange(row, table, shipped)]
        rows[table.name] = [_completed(row, table, shipped) for row in read]
        faults += strange
        if not wrong and not strange:
            faults += senseless(table, rows[table.name], shipped)
    return rows, faults


def own_files(settings: Settings) -> list[Path]:
    """What lies in the province's folder of rules; empty if there is none.

    Left out are the files that an editor keeps beside one it has open.
    """
    folder = settings.rules_dir
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if not p.name.startswith((".", "~")))


def shipped_rules() -> dict[str, list[Rule]]:
    """The rules of a home that sets none of its own."""
    return {
        name: in_force(table, shipped_rows(table), ()) for name, table in TABLES.items()
    }


def read_rules(settings: Settings) -> dict[str, list[Rule]]:
    """All rules by table, each with the days it holds on.

    Raises:
        RuleError: A file of the province that a build reads breaks a rule; the first
            fault found.
    """
    own, faults = own_rows(settings, left_out=OWN_TABLES)
    if faults:
        raise faults[0]
    return {
        name: in_force(table, shipped_rows(table), own.get(name, ()))
        for name, table in TABLES.items()
    }


def own_rules(settings: Settings, name: str) -> list[Rule]:
    """Rules of a table that only a province fills; none where it sets none.

    Args:
        settings: Names the home.
        name: A key of `OWN_TABLES`.

    Raises:
        RuleError: This file breaks a rule; the first fault found. Another file that
            does so keeps nobody from his scores.
    """
    table = OWN_TABLES[name]
    path = settings.rules_dir / f"{name}.csv"
    if not path.is_file():
        return []
    rows, faults = read_rule_file(path, table)
    if faults := faults or faults_of_scores(rows, name):
        raise faults[0]
    return in_force(table, (), rows)


def own_digests(settings: Settings) -> dict[str, str]:
    """File name → content hash of the province's own files."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in own_files(settings)
        if path.is_file()
    }


def _strange(
    row: RuleRow, table: RuleTable, shipped: list[RuleRow]
) -> Iterator[RuleError]:
    """Values that no part of the program asks for, or would take for another's."""
    place = f"{row.file_name} line {row.line}"
    for column in table.columns:
        known = {str(other.values[column.name]) for other in shipped}
        value = str(row.values[column.name])
        if column.is_known and value not in known:
            rule = f"one of {', '.join(sorted(known))}"
            step = f"thanthien rules list {table.name}"
            yield RuleError(f"{place}, column {column.name}", value, rule, step)
    if table.name == "criteria":
        yield from _taken(row, shipped, place)
    if table.name == "thresholds":
        yield from _beyond_share(row, shipped, place)


def _taken(row: RuleRow, shipped: list[RuleRow], place: str) -> Iterator[RuleError]:
    """A code of another set would make one question count for two criteria."""
    code, own_set = row.values["criterion_code"], row.values["criteria_set"]
    for other in shipped:
        is_other = other.values["criteria_set"] != own_set
        if other.values["criterion_code"] == code and is_other:
            rule = f"this code belongs to the set {other.values['criteria_set']}"
            step = "choose another code"
            yield RuleError(f"{place}, column criterion_code", code, rule, step)


def _beyond_share(
    row: RuleRow, shipped: list[RuleRow], place: str
) -> Iterator[RuleError]:
    name, value = row.values["threshold"], row.values["value"]
    unit = {o.values["unit"] for o in shipped if o.values["threshold"] == name}
    given = row.values["unit"]
    if unit and given is not None and given not in unit:
        rule = f"this threshold is counted in {', '.join(map(str, unit))}"
        yield RuleError(f"{place}, column unit", given, rule, "leave the cell empty")
    assert isinstance(value, float)
    if unit == {"share"} and value > 1:
        rule, step = "a share from 0 to 1", "write 85 % as 0.85"
        yield RuleError(f"{place}, column value", f"{value:g}", rule, step)
    if unit and unit != {"share"} and value != int(value) and "points" not in unit:
        rule = "a whole number"
        yield RuleError(
            f"{place}, column value", f"{value:g}", rule, "correct the number"
        )


def _completed(row: RuleRow, table: RuleTable, shipped: list[RuleRow]) -> RuleRow:
    """Cells left empty keep what the newest shipped row of the same key says."""
    same = [o for o in shipped if all(o.values[k] == row.values[k] for k in table.key)]
    if not same:
        return row
    newest = max(same, key=lambda other: other.valid_from)
    values: dict[str, Value] = {
        name: newest.values[name] if value is None else value
        for name, value in row.values.items()
    }
    return RuleRow(row.file_name, row.line, values, row.valid_from, row.valid_to)
