"""Rows that leave empty what at least one column of a group must say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.mapping.columns.column_sql import ColumnSql
from ingest.values.sql_text import quote
from warehouse.raw.column import Kind

NONE_FILLED = "none_filled"


@dataclass(frozen=True)
class OneFilled:
    """A group of which at least one column must be filled.

    Attributes:
        fault: Name of its fault in `KindSql.mapped`.
        label: Headings of its columns, for a person.
        sql: SQL over the typed values and faults of the columns: the rule's code
            where all are empty and none is faulty, else NULL.
        suspect: SQL that is quick and true wherever `sql` is not NULL.
    """

    fault: str
    label: str
    sql: str
    suspect: str


def groups_of(kind: Kind, columns: Sequence[ColumnSql]) -> tuple[OneFilled, ...]:
    """The groups of a kind as a spec fills them.

    A group with a level is left out: an answer without one has its reason.
    """
    read = {c.column.name: c for c in columns}
    found = []
    for number, names in enumerate(kind.one_of):
        filled = [name for name in names if name in read]
        if filled and "level" not in names:
            empty = [f"v_{name} is null and f_{name} is null" for name in filled]
            sql = f"case when {' and '.join(empty)} then {quote(NONE_FILLED)} end"
            label = " / ".join(read[name].label for name in filled)
            suspect = "(" + " and ".join(f"v_{name} is null" for name in filled) + ")"
            found.append(OneFilled(f"f__one_of_{number}", label, sql, suspect))
    return tuple(found)
