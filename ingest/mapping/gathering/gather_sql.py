"""The rows of a case as one record: typed row by row, kept, then gathered as SQL.

A chunk may end in the middle of a case, so typed rows are kept in a table of their own
until the last chunk of the file's table. A case with a refused row is refused whole:
what its other rows say would be half of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.mapping.columns.column_sql import ColumnSql
from ingest.mapping.kind_sql import KindSql
from ingest.mapping.record_sql import record_md5
from ingest.spec.spec import ColumnRule
from ingest.values.sql_text import quote

ROWS_DIFFER = "rows_differ"
VALUE_LENGTH = 200
"""Characters of a refused value that are kept."""


@dataclass(frozen=True)
class GatherSql:
    """SQL of a kind whose rule has `one_per`, over the chunk and the kept rows."""

    sql: KindSql

    @property
    def table(self) -> str:
        """The kept rows of all chunks so far."""
        return f"gathered_{self.sql.number}"

    def create(self) -> str:
        """Makes the table of kept rows, unless a chunk before has made it."""
        return (
            f"create temp table if not exists {self.table} as "
            f"select * from ({self._rows()}) limit 0"
        )

    def keep(self) -> str:
        """Keeps the typed rows of the chunk."""
        return f"insert into {self.table} {self._rows()}"

    def count(self) -> str:
        """Query of how many rows are kept."""
        return f"select count(*) from {self.table}"

    def forget(self) -> str:
        """Lets go of the rows kept."""
        return f"drop table if exists {self.table}"

    def _rows(self) -> str:
        names = [c.column.name for c in self.sql.columns]
        values = ", ".join(f"v_{name}, t_{name}" for name in names)
        return f"{self.sql.mapped()} select line, is_refused, {values} from mapped"

    def records(self, *, is_last: bool) -> str:
        """Query giving one typed record per case, as `KindSql.records` does.

        No record is whole before the last chunk: until then it gives none.
        """
        values = {c.column.name: f"v_{c.column.name}" for c in self.sql.columns}
        listed = ", ".join(f'{value} as "{name}"' for name, value in values.items())
        md5 = record_md5(self.sql.rule.kind.columns, values)
        return (
            f"{self._cases()} select line, {listed}, is_refused, {md5} as md5 "
            f"from cases where {str(is_last).lower()} order by line"
        )

    def refused(self) -> str:
        """Query of the cells of `raw.refused` that only the rows together break."""
        facts, kind = self.sql.facts, self.sql.rule.kind.name
        place = ", ".join(map(quote, (facts.sha256, kind, facts.sheet)))
        parts = [
            f"select {place}, line, {quote(c.label)}, d_{c.column.name}, "
            f"f_{c.column.name}, {quote('{}')} "
            f"from cases where f_{c.column.name} is not null"
            for c in self.sql.columns
        ]
        return f"{self._cases()} {' union all '.join(parts)}"

    def _cases(self) -> str:
        columns = self.sql.columns
        rules = {rule.name: rule for rule in self.sql.rule.columns}
        key = f"{self.table}.v_{self.sql.rule.one_per}"
        gathered = ", ".join(
            f"{self._gathered(c, rules[c.column.name])} as v_{c.column.name}, "
            f"{self._difference(c, rules[c.column.name])} as d_{c.column.name}"
            for c in columns
        )
        faults = ", ".join(
            f"{_fault(c, rules[c.column.name])} as f_{c.column.name}" for c in columns
        )
        broken = " or ".join(f"f_{c.column.name} is not null" for c in columns)
        return (
            f"with grouped as (select min({self.table}.line) as line, "
            f"bool_or({self.table}.is_refused) as has_refused_row, {gathered} "
            f"from {self.table} "
            # a row that names no case stands alone
            f"group by {key}, case when {key} is null then {self.table}.line end), "
            f"faulted as (select *, {faults} from grouped), "
            f"cases as (select *, has_refused_row or {broken} as is_refused "
            "from faulted)"
        )

    def _gathered(self, column: ColumnSql, rule: ColumnRule) -> str:
        value = f"{self.table}.v_{column.column.name}"
        if rule.of_rows in ("first", "last"):
            by = self.sql.rule.in_order_of
            order = f"{self.table}.line"
            if by:
                order = f"{self.table}.v_{by}, {order}"
            taken = f"{rule.of_rows}({value} order by {order})"
            taken += f" filter (where {value} is not null)"
        else:
            taken = f"{rule.of_rows or 'min'}({value})"
        if rule.default is not None:
            default = f"{quote(rule.default)}::{column.column.type}"
            taken = f"coalesce({taken}, {default})"
        return taken

    def _difference(self, column: ColumnSql, rule: ColumnRule) -> str:
        """Two texts that differ, of a column that all rows of a case must say alike."""
        if rule.of_rows:
            return "null::varchar"
        name = column.column.name
        value, text = f"{self.table}.v_{name}", f"{self.table}.t_{name}"
        return (
            f"case when min({value}) <> max({value}) then left(concat("
            f"arg_min({text}, {value}), ' ≠ ', arg_max({text}, {value})), "
            f"{VALUE_LENGTH}) end"
        )


def _fault(column: ColumnSql, rule: ColumnRule) -> str:
    name = column.column.name
    lacks = f" when v_{name} is null then 'required'" if rule.is_filled else ""
    return (
        "case when has_refused_row then null "
        f"when d_{name} is not null then {quote(ROWS_DIFFER)}{lacks} end"
    )
