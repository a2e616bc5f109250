"""What a raw kind is made of: columns with a type, allowed words and a need."""

from __future__ import annotations

from dataclasses import dataclass

TEXT, INTEGER, DECIMAL = "varchar", "bigint", "decimal(18, 6)"
LEVEL, DATE, TIMESTAMP, BOOLEAN = "decimal(6, 2)", "date", "timestamp", "boolean"


@dataclass(frozen=True)
class Column:
    """One column of a raw kind.

    Attributes:
        name: Column name.
        type: DuckDB type.
        is_required: A row without it is refused.
        words: The only values allowed; empty when free.
        is_later: It came after the first stores: where it is empty, a record is
            named as it was before.
        is_keyed: Only a keyed hash of the text is kept, never the text.
    """

    name: str
    type: str = TEXT
    is_required: bool = False
    words: tuple[str, ...] = ()
    is_later: bool = False
    is_keyed: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of raw row.

    Attributes:
        name: Table name in schema `raw`.
        key: Columns that name the thing a row speaks of.
        columns: All columns in order.
        one_of: Groups of columns of which at least one must be filled.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()

    def column(self, name: str) -> Column:
        """Returns the column called `name`.

        Raises:
            KeyError: The kind has no such column.
        """
        return next(c for c in self.columns if c.name == name)


def need(name: str, type_: str = TEXT, *words: str) -> Column:
    """A column without which a row is refused."""
    return Column(name, type_, True, words)


def may(name: str, type_: str = TEXT, *words: str) -> Column:
    """A column that may be empty."""
    return Column(name, type_, False, words)


def later(name: str, type_: str = TEXT, *words: str) -> Column:
    """A column that may be empty, and that the first stores lack."""
    return Column(name, type_, False, words, is_later=True)
