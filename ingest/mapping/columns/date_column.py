"""A date column as SQL: its formats, and what the whole column says of their order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import duckdb

from ingest.files.sheet import USUAL_DAY_ZERO
from ingest.files.text import nfc
from ingest.spec.spec import ColumnRule
from ingest.values.date_order import (
    Evidence,
    Orders,
    either_sql,
    evidence_sql,
    readings_sql,
    turn_sql,
    turned_sql,
)
from ingest.values.dates import ambiguous_sql, date_sql, no_such_day_sql
from ingest.values.sql_text import quote
from warehouse.errors import SpecError
from warehouse.stores.run_sql import run_sql

Faults = list[tuple[str, str | None]]


@dataclass(frozen=True)
class DateColumn:
    """How one column of dates is read.

    Attributes:
        rule: Its rule in the spec.
        place: Names it among the columns of a table.
        day_zero: The day that serial numbers of the table are counted from.
    """

    rule: ColumnRule
    place: str
    day_zero: dt.date = USUAL_DAY_ZERO

    @cached_property
    def orders(self) -> Orders:
        """Its formats by which number comes first."""
        return Orders.of(self.rule.dates)

    @property
    def is_weighed(self) -> bool:
        """Whether its texts, or its real dates, may be turned round."""
        return bool(self.orders.marks) and self.rule.swapped is None

    def value(self, text: str) -> str:
        """SQL of the timestamp a text means."""
        rule, orders = self.rule, self.orders
        if rule.swapped:
            text = turn_sql(text)
        plain = self._read(text, rule.dates)
        if not self.is_weighed:
            return plain
        is_either, unsure = either_sql(text, orders), f"{self._text} = 'unsure'"
        if orders.day_first and orders.month_first:
            by_day = [f for f in rule.dates if f not in orders.month_first]
            by_month = [f for f in rule.dates if f not in orders.day_first]
            plain = (
                f"case when {self._text} = 'day' and {is_either} "
                f"then {self._read(text, by_day)} "
                f"when {self._text} = 'month' and {is_either} "
                f"then {self._read(text, by_month)} else {plain} end"
            )
        else:
            plain = f"case when {unsure} and {is_either} then null else {plain} end"
        is_turned = f"{self._real} = 'unsure' and {turned_sql(text)}"
        return f"case when {is_turned} then null else {plain} end"

    def faults(self, text: str, unread: str) -> Faults:
        """Why a text was not read, from the most to the least telling."""
        found: Faults = []
        if self.is_weighed:
            is_turned = f"{self._real} = 'unsure' and {turned_sql(text)}"
            either = f"{self._text} = 'unsure' and {either_sql(text, self.orders)}"
            found.append((f"{unread} and {is_turned}", "date_swapped"))
            found.append((f"{unread} and {either}", "date_ambiguous"))
        if not self.rule.dates_in_order:
            unsure = ambiguous_sql(text, self.rule.dates)
            found.append((f"{unread} and {unsure}", "date_ambiguous"))
        found.append((f"{unread} and ({no_such_day_sql(text)})", "no_such_day"))
        return [*found, (unread, "date_format")]

    def params(self, text: str, known: str) -> str:
        """SQL of a fault's parameters: what is known, and the two readings."""
        one, other = readings_sql(text, self.orders)
        return (
            f"json_merge_patch({quote(known)}::json, "
            f"json_object('one', {one}, 'other', {other}))::varchar"
        )

    def weigh(
        self,
        connection: duckdb.DuckDBPyConnection,
        texts: str,
        before: Evidence,
        n_rows: str = "1",
    ) -> Evidence:
        """Adds what a chunk says; the verdicts stand as variables of the connection.

        Args:
            connection: Where the chunk is.
            texts: Query of the column's texts, as `text`.
            before: What the chunks before said.
            n_rows: SQL of how many rows each of the texts stands for.

        Raises:
            SpecError: It says otherwise than the chunks before.
        """
        found = run_sql(connection, evidence_sql(texts, n_rows, self.orders)).fetchall()
        after = before + Evidence(*found[0])
        verdicts = (after.texts(self.orders), after.reals())
        earlier = (before.texts(self.orders), before.reals())
        if before != Evidence() and verdicts != earlier and earlier != ("sure", "sure"):
            self._refuse()
        if before.either and verdicts[0] != earlier[0]:
            self._refuse()
        if before.early_real and verdicts[1] != earlier[1]:
            self._refuse()
        of = zip(self._names, verdicts, strict=True)
        said = (f"set variable {name} = {quote(verdict)}" for name, verdict in of)
        run_sql(connection, "; ".join(said))
        return after

    def _refuse(self) -> None:
        rule = "the beginning and the end of the column put day and month differently"
        step = "say in the spec which it is: one format in `dates`, or `swapped`"
        raise SpecError(self.rule.name, ", ".join(self.rule.dates), rule, step)

    def _read(self, text: str, formats: tuple[str, ...] | list[str]) -> str:
        read = date_sql(
            text,
            formats,
            in_order=self.rule.dates_in_order,
            day_zero=self.day_zero,
        )
        whens = []
        for i, choice in enumerate(self.rule.date_choices):
            tests = []
            if choice.matches:
                tests.append(f"regexp_matches({text}, {quote(choice.matches)})")
            if choice.headings:
                listed = ", ".join(quote(nfc(t).strip().lower()) for t in choice.texts)
                tests.append(f"lower({self.helper(i)}) in ({listed})")
            own = date_sql(text, [choice.format], day_zero=self.day_zero)
            whens.append(f"when {' and '.join(tests)} then {own}")
        return f"case {' '.join(whens)} else {read} end" if whens else read

    def helper(self, number: int) -> str:
        """Name of the text of the heading a choice goes by."""
        return f"g{number}_{self.rule.name}"

    @property
    def _names(self) -> tuple[str, str]:
        return f"order_{self.place}", f"real_{self.place}"

    @property
    def _text(self) -> str:
        return f"getvariable('{self._names[0]}')"

    @property
    def _real(self) -> str:
        return f"getvariable('{self._names[1]}')"
