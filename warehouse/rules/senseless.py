"""Rules of right form that no office can mean: out of range, or against one another.

Two rules that hold on one day are held against each other on that day, whichever of
them the province has set; the fault is told at the province's row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from warehouse.errors import RuleError
from warehouse.rules.in_force import Rule, in_force
from warehouse.rules.ranges import DAYS_OF_PERIOD, OF_COLUMNS, OF_THRESHOLDS
from warehouse.rules.rule_file import RuleRow
from warehouse.rules.tables import RuleTable

_STEP = "correct the number"
# sums that may not be larger than another rule, on any day
_NOT_MORE = (
    (("low_periods_k",), "low_periods_m"),
    (("process_reply_days", "process_sign_days"), "process_total_days"),
)


def senseless(
    table: RuleTable, own: Sequence[RuleRow], shipped: Sequence[RuleRow]
) -> list[RuleError]:
    """What is wrong with the province's rows of a table beside its form.

    Args:
        table: Which table it is.
        own: The province's rows, empty cells filled from the shipped ones.
        shipped: The rows that come with the program.
    """
    faults = [fault for row in own for fault in _out_of_range(row, table)]
    if faults:  # one number too many would be told twice
        return faults
    held = {
        "thresholds": _against_each_other,
        "index_rules": _other_sums,
        "index_grades": _wrong_grades,
    }.get(table.name)
    return list(held(table, own, shipped)) if held else []


def _out_of_range(row: RuleRow, table: RuleTable) -> Iterator[RuleError]:
    for column, number in _numbers(row):
        if table.name == "thresholds":
            allowed = OF_THRESHOLDS.get(str(row.values["threshold"]))
        else:
            allowed = OF_COLUMNS.get((table.name, column))
        if allowed and number not in allowed:
            yield _fault(row, column, number, allowed.rule)
    if table.name == "petition_deadlines":
        yield from _accepted_after_due(row)
    if table.name == "duty_rules":
        yield from _more_than_daily(row)


def _accepted_after_due(row: RuleRow) -> Iterator[RuleError]:
    accept, due = _number(row, "accept_days"), _number(row, "n_days")
    if accept > due:
        rule = f"days to accept are not more than those to answer, {due:g}"
        yield _fault(row, "accept_days", accept, rule)


def _more_than_daily(row: RuleRow) -> Iterator[RuleError]:
    asked, most = _number(row, "n_required"), DAYS_OF_PERIOD[str(row.values["per"])]
    if asked > most:
        rule = f"at most once a day: {most} for each {row.values['per']}"
        yield _fault(row, "n_required", asked, rule)


def _against_each_other(
    table: RuleTable, own: Sequence[RuleRow], shipped: Sequence[RuleRow]
) -> Iterator[RuleError]:
    rules = in_force(table, shipped, own)
    rows = {id(row.values): row for row in own}
    for parts, whole in _NOT_MORE:
        for day in _first_days(rules, (*parts, whole)):
            held = [_on(rules, name, day) for name in (*parts, whole)]
            mine = [rows[id(r.values)] for r in held if r and id(r.values) in rows]
            if None in held or not mine:
                continue
            *some, most = (_value(rule) for rule in held if rule)
            if sum(some) > most:
                names = " + ".join(parts)
                rule = f"{names} is not more than {whole} on {day:%d/%m/%Y}, {most:g}"
                yield _fault(mine[0], "value", _number(mine[0], "value"), rule)
                break


def _first_days(rules: Iterable[Rule], names: Sequence[str]) -> list[date]:
    of_names = [rule for rule in rules if rule.values["threshold"] in names]
    return sorted({rule.first_day for rule in of_names})


def _on(rules: Iterable[Rule], name: str, day: date) -> Rule | None:
    for rule in rules:
        is_it = rule.values["threshold"] == name
        if is_it and rule.first_day <= day <= rule.last_day:
            return rule
    return None


def _other_sums(
    table: RuleTable, own: Sequence[RuleRow], shipped: Sequence[RuleRow]
) -> Iterator[RuleError]:
    """An index of 100 points has 100, however a province parts them."""
    whole = _sums(table, shipped)
    for edition in _editions(table, own):
        index, first = edition[0].values[table.group], edition[0]
        total = sum(_number(row, "max_score") for row in edition)
        if abs(total - whole[str(index)]) > 1e-6:
            rule = f"the parts of {index} add to {whole[str(index)]:g}"
            yield _fault(first, "max_score", total, rule)


def _sums(table: RuleTable, rows: Sequence[RuleRow]) -> dict[str, float]:
    """Index → points of its newest edition together."""
    newest = sorted(_editions(table, rows), key=lambda some: some[0].valid_from)
    return {
        str(some[0].values[table.group]): sum(_number(row, "max_score") for row in some)
        for some in newest
    }


def _wrong_grades(
    table: RuleTable, own: Sequence[RuleRow], shipped: Sequence[RuleRow]
) -> Iterator[RuleError]:
    """All grades of the index, each below the one before, the last from 0."""
    order: dict[str, list[str]] = defaultdict(list)
    for row in shipped:
        order[str(row.values[table.group])].append(str(row.values["grade"]))
    for edition in _editions(table, own):
        index, first = str(edition[0].values[table.group]), edition[0]
        grades = list(dict.fromkeys(order[index]))
        rows = {str(row.values["grade"]): row for row in edition}
        missing = [grade for grade in grades if grade not in rows]
        if missing:
            place = f"{first.file_name} line {first.line}, column grade"
            rule = f"all grades of {index} begin on one day: {', '.join(missing)}"
            yield RuleError(place, ", ".join(rows), rule, "add the rows")
            continue
        for better, worse in pairwise(grades):
            least = _number(rows[worse], "from_score")
            if _number(rows[better], "from_score") <= least:
                rule = f"{better} begins above {worse}, {least:g}"
                score = _number(rows[better], "from_score")
                yield _fault(rows[better], "from_score", score, rule)
        lowest = _number(rows[grades[-1]], "from_score")
        if lowest != 0:
            rule = "the lowest grade begins at 0 points"
            yield _fault(rows[grades[-1]], "from_score", lowest, rule)


def _editions(table: RuleTable, rows: Sequence[RuleRow]) -> Iterable[list[RuleRow]]:
    """Rows of one group that begin together."""
    found: dict[tuple[str, date], list[RuleRow]] = defaultdict(list)
    for row in rows:
        found[str(row.values[table.group]), row.valid_from].append(row)
    return found.values()


def _numbers(row: RuleRow) -> Iterator[tuple[str, float]]:
    for column, value in row.values.items():
        if isinstance(value, int | float):
            yield column, value


def _number(row: RuleRow, column: str) -> float:
    value = row.values[column]
    assert isinstance(value, int | float)
    return value


def _value(rule: Rule) -> float:
    value = rule.values["value"]
    assert isinstance(value, int | float)
    return value


def _fault(row: RuleRow, column: str, number: float, rule: str) -> RuleError:
    place = f"{row.file_name} line {row.line}, column {column}"
    return RuleError(place, f"{number:g}", rule, _STEP)
