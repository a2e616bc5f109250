"""A record's identity as SQL: the MD5 of what it says, however the file wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.values.sql_text import quote
from warehouse.raw.column import TIMESTAMP, Column
from warehouse.raw.kinds import STATED_ON

_BETWEEN = "\x1f"


def record_md5(columns: Sequence[Column], values: Mapping[str, str]) -> str:
    """MD5 of a record as a number.

    Args:
        columns: All columns of its kind, in order.
        values: SQL of the columns it has; the others are empty.
    """
    return f"md5_number({joined_text(columns, values)})"


def joined_text(columns: Sequence[Column], values: Mapping[str, str]) -> str:
    """Canonical texts of columns with a mark between, empty for NULL.

    Where a column that came later than the first stores is empty, a record is named
    as it was before, or all that is known already would look new.
    """
    parts: list[str] = []
    marks = ""
    for number, column in enumerate(columns):
        if column.is_later:
            continue
        marks += _BETWEEN if number else ""
        if column.name in values:
            parts += [quote(marks)] if marks else []
            parts.append(_canonical(column, values[column.name]))
            marks = ""
    parts += [quote(marks)] if marks else []
    for column in columns:
        if column.is_later and column.name in values:
            mark = _BETWEEN if column == STATED_ON else f"{_BETWEEN}{column.name}="
            parts.append(f"{quote(mark)} || {_canonical(column, values[column.name])}")
    # `concat` takes NULL for an empty text.
    return f"concat({', '.join(parts)})"


def answer_md5(
    columns: Sequence[Column], values: Mapping[str, str], before: str, after: str
) -> str:
    """MD5 of an answer whose ballot's texts were joined once for all its answers.

    Args:
        columns: The columns that differ among the answers of a ballot.
        values: SQL of those.
        before: SQL of the joined texts of the columns before them.
        after: SQL of the joined texts of the columns behind them.
    """
    own = joined_text(columns, values)
    mark = quote(_BETWEEN)
    return f"md5_number(concat({before}, {mark}, {own}, {mark}, {after}))"


def _canonical(column: Column, value: str) -> str:
    """Text of a value that is the same for the same value, whatever the file wrote."""
    if column.type == "varchar":
        return value
    if column.type == TIMESTAMP:
        return f"epoch_us({value})::varchar"
    return f"{value}::varchar"
