"""Which edition of a rule holds on which days: the province's own before the shipped.

Two editions never hold on one day, whatever days their rows say: the later one takes
over where it begins, and where an edition of the province ends, the shipped one holds
again. An edition without a last day therefore need not be ended before another
begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from warehouse.rules.rule_file import FIRST_DAY, LAST_DAY, RuleRow, Value
from warehouse.rules.tables import RuleTable

Origin = Literal["shipped", "own"]
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """One row of rules and the days on which it holds.

    Attributes:
        values: Column → value, without dates.
        valid_from: First day as decided.
        valid_to: Last day, by its own row or by the edition that follows; None while
            it is open.
        first_day: First day it is used for: `valid_from`, or the first of all days
            where days before go by it too.
        last_day: `valid_to`, or the last of all days.
        origin: Who set it: `shipped` with the program, or the province's `own`.
    """

    values: dict[str, Value]
    valid_from: date
    valid_to: date | None
    first_day: date
    last_day: date
    origin: Origin


@dataclass(frozen=True)
class _Edition:
    origin: Origin
    valid_from: date
    last_day: date
    rows: tuple[RuleRow, ...]


def in_force(
    table: RuleTable, shipped: Iterable[RuleRow], own: Iterable[RuleRow]
) -> list[Rule]:
    """Every row of a table with the days it holds on, in the order of the files."""
    groups: dict[Value, list[_Edition]] = defaultdict(list)
    for edition in (
        *_editions(table, shipped, "shipped"),
        *_editions(table, own, "own"),
    ):
        groups[edition.rows[0].values[table.group]].append(edition)
    found: list[Rule] = []
    for editions in groups.values():
        spans = list(_spans(editions))
        for nth, (edition, first, last) in enumerate(spans):
            begins = FIRST_DAY if nth == 0 and table.reaches_back else first
            found += [
                Rule(
                    row.values,
                    first,
                    None if last == LAST_DAY else last,
                    begins,
                    last,
                    edition.origin,
                )
                for row in edition.rows
            ]
    return found


def _editions(
    table: RuleTable, rows: Iterable[RuleRow], origin: Origin
) -> Iterator[_Edition]:
    together: dict[tuple[Value, date], list[RuleRow]] = defaultdict(list)
    for row in rows:
        together[row.values[table.group], row.valid_from].append(row)
    for (_, begins), some in together.items():
        yield _Edition(origin, begins, some[0].valid_to or LAST_DAY, tuple(some))


def _spans(editions: list[_Edition]) -> Iterator[tuple[_Edition, date, date]]:
    """Editions with the days they hold on, in the order of the days."""
    starts = {edition.valid_from for edition in editions}
    starts |= {
        edition.last_day + _ONE_DAY
        for edition in editions
        if edition.last_day < LAST_DAY
    }
    days = sorted(starts)
    ends = [day - _ONE_DAY for day in days[1:]] + [LAST_DAY]
    open_span: tuple[_Edition, date, date] | None = None
    for first, last in zip(days, ends, strict=True):
        holding = _holding(editions, first)
        if open_span and open_span[0] is holding:
            open_span = (open_span[0], open_span[1], last)
            continue
        if open_span:
            yield open_span
        open_span = (holding, first, last) if holding else None
    if open_span:
        yield open_span


def _holding(editions: list[_Edition], day: date) -> _Edition | None:
    held = [e for e in editions if e.valid_from <= day <= e.last_day]
    return max(held, key=lambda e: (e.origin == "own", e.valid_from), default=None)
