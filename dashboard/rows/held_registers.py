"""Counts of a unit's registers by month, and words where no register holds them.

A mart row of a month carries zeros of registers that have no row of the unit. The page
shows what the written report shows there: "—", and a sentence on what is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.rows.context import Page
from dashboard.rows.if_built import ask_if_built
from dashboard.rows.units import Unit
from warehouse.reviews.registers import REGISTER_OF, is_known, spans_of

Row = Mapping[str, Any]
LATE_WITH_LETTER = "n_late_with_apology"
"""A count over two registers: known where letters are."""


@dataclass(frozen=True)
class HeldRegisters:
    """A unit's months of duties, and from when to when each register speaks of it.

    Attributes:
        rows: Rows of `unit_duties`, the newest first.
        spans: As of `spans_of`.
    """

    rows: Sequence[Row]
    spans: Sequence[Row]

    def value(self, row: Row, name: str) -> float | None:
        """A count of a month; None where no register holds that month, or hidden."""
        value: float | None = row[name]
        return value if self._knows(name, row["month"]) else None

    def knows_any(self, names: Iterable[str], months: Iterable[Row]) -> bool:
        """Whether a register holds one of the counts in one of the months."""
        days = [row["month"] for row in months]
        return any(self._knows(name, day) for name in names for day in days)

    def speaks_of(self, register: str, first: date, last: date) -> bool:
        """Whether a register holds a part of the months from one day to another."""
        return any(
            one["register"] == register
            and one["first_month"] <= last
            and one["last_month"] >= first.replace(day=1)
            for one in self.spans
        )

    def months_of(self, register: str) -> tuple[date, date] | None:
        """First and last month of a register; None where it has no row of the unit."""
        found = (one for one in self.spans if one["register"] == register)
        return next(((o["first_month"], o["last_month"]) for o in found), None)

    def _knows(self, name: str, month: date) -> bool:
        column = "n_letters_apology" if name == LATE_WITH_LETTER else name
        return column not in REGISTER_OF or is_known(self.spans, column, month)


def held_registers(page: Page, unit: Unit, map_: str) -> HeldRegisters:
    """Reads a unit's months; empty where the build is older than the question."""
    which = {"map": map_, "unit_key": unit.key}
    duties = ask_if_built(page, "unit_duties", **which)
    months = ask_if_built(page, "unit_months", **which)
    rows = duties.rows if duties else []
    return HeldRegisters(rows, spans_of(months.rows if months else [], rows))
