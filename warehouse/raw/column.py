"""What a raw kind is made of: its columns, and what its rows are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TEXT, INTEGER, DECIMAL = "varchar", "bigint", "decimal(18, 6)"
LEVEL, DATE, TIMESTAMP, BOOLEAN = "decimal(6, 2)", "date", "timestamp", "boolean"

Referred = Literal[
    "unit",
    "officer",
    "procedure",
    "wave",
    "instrument",
    "item",
    "criterion",
    "case",
    "petition",
    "requirement",
    "indicator",
    "index",
    "commitment_set",
]
Owner = Literal["steward", "office", "wave_owner"]
COUNT_LIMITS = (0, 1_000_000_000)
"""A count is never below zero, and none of an office reaches a thousand million."""


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
        limits: Least and most a number can be, where other than a count's. Levels of
            answers have none: they keep to the scale of their question.
        unset: Number that some systems write where there is none.
    """

    name: str
    type: str = TEXT
    is_required: bool = False
    words: tuple[str, ...] = ()
    is_later: bool = False
    is_keyed: bool = False
    limits: tuple[int, int] | None = None
    unset: int | None = None

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Least and most it can be; None where it is no number or no limit is known."""
        is_count = self.type in (INTEGER, DECIMAL)
        return self.limits or (COUNT_LIMITS if is_count else None)


@dataclass(frozen=True)
class Kind:
    """One kind of raw row; whatever another module knows of a kind stands here.

    SQL texts speak of the kind's own columns and hold for DuckDB and Spark.

    Attributes:
        name: Table name in schema `raw`.
        one_row_is: What one row says, for the documentation.
        key: SQL of what names the thing a row speaks of.
        columns: All columns in order.
        one_of: Groups of columns of which at least one must be filled.
        later_by: SQL by which, of two rows with one key, the later is known: the
            greater value of the first that differs counts, NULL is the earliest.
        day: Columns that date the act; the first one filled counts. A text column
            is a period as 2026-Q3, and its last day counts.
        belongs_to: Columns that name the unit the row counts for, or the officer
            whose posting of the day names it; the first one filled counts.
        references: Column → what its code names.
        owner: Whose data it is: the steward's lists, an office's own acts, or of
            him who leads the wave, the Front among them.
        is_large: Rows come by the million, and models of their own choose the rows
            that count; all other kinds count one row for each key.
        counted_in: dbt model with the rows that count, its unit looked up as
            `unit_key`, its period's last day as `period_end`; None if large.
        further_fates: Fate → SQL over `counted_in` of rows that do not enter a
            figure for a reason of this kind alone.
        further_columns: Such a fate → the column to look at.
        has_fate: `counted_in` itself says the fate, in its column `fate`.
    """

    name: str
    one_row_is: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    later_by: tuple[str, ...] = ("stated_on",)
    day: tuple[str, ...] = ()
    belongs_to: tuple[str, ...] = ()
    references: Mapping[str, Referred] = field(default_factory=dict)
    owner: Owner = "office"
    is_large: bool = False
    counted_in: str | None = None
    further_fates: Mapping[str, str] = field(default_factory=dict)
    further_columns: Mapping[str, str] = field(default_factory=dict)
    has_fate: bool = False

    def column(self, name: str) -> Column:
        """Returns the column called `name`.

        Raises:
            KeyError: The kind has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def limits(self) -> dict[str, tuple[int, int]]:
        """Columns that hold numbers → the least and the most they can be."""
        return {c.name: bounds for c in self.columns if (bounds := c.bounds)}

    @property
    def days(self) -> tuple[str, ...]:
        """Columns that hold days or moments."""
        return tuple(c.name for c in self.columns if c.type in (DATE, TIMESTAMP))

    @property
    def is_by_period(self) -> bool:
        """Whether the day is given as a period."""
        return bool(self.day) and self.column(self.day[0]).type == TEXT


def need(name: str, type_: str = TEXT, *words: str) -> Column:
    """A column without which a row is refused."""
    return Column(name, type_, True, words)


def may(name: str, type_: str = TEXT, *words: str) -> Column:
    """A column that may be empty."""
    return Column(name, type_, False, words)


def number(name: str, type_: str, least: int, most: int) -> Column:
    """A number that may be empty, and that cannot be outside of its limits."""
    return Column(name, type_, limits=(least, most))


def later(name: str, type_: str = TEXT, *words: str) -> Column:
    """A column that may be empty, and that the first stores lack."""
    return Column(name, type_, False, words, is_later=True)
