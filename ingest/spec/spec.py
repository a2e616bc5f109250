"""A spec: how one file layout becomes rows of raw kinds, as frozen data.

`form/` holds what a spec may say, `read_spec.py` makes these objects of it,
`spec_checks.py` holds what the form alone cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ingest.files.text import heading_key
from ingest.spec.form.spec import ReadForm
from ingest.spec.scales import Scale
from warehouse.raw.column import Kind

Place = Literal[
    "from", "parent", "constant", "file_name", "title", "sheet", "line", "file"
]


@dataclass(frozen=True)
class Source:
    """Where a text comes from: a place, and the headings or the name there."""

    place: Place
    names: tuple[str, ...] = ()

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings of the file itself, any one of which will do."""
        return self.names if self.place == "from" else ()


@dataclass(frozen=True)
class UnitLookup:
    """How a text becomes a unit of the lists loaded before.

    Attributes:
        parent: Spellings of the heading of the parent's name; none if empty.
        as_of: Where the day of the unit list stands; None for the record's own day.
        dates: Formats of that day.
    """

    parent: tuple[str, ...] = ()
    as_of: Source | None = None
    dates: tuple[str, ...] = ()


PLAIN_UNITS = ("officer", "calendar_day")
"""Kinds whose units stay plain codes: they hold for whatever unit has the code."""
_UNIT_LISTS = ("unit", "unit_succession", "unit_alias", "case_step")


def may_name_unit(kind: Kind, column: str) -> bool:
    """Whether a column holds the code of a unit, for which a name may stand."""
    return kind.name not in _UNIT_LISTS and column.endswith("unit_code")


@dataclass(frozen=True)
class DateChoice:
    """A date format for some texts alone.

    Attributes:
        format: The format.
        matches: Regular expression such a text matches; None for any.
        headings: Spellings of the heading that says so; none if empty.
        texts: What stands there.
    """

    format: str
    matches: str | None = None
    headings: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnRule:
    """How one column of a kind is filled.

    Attributes:
        name: Column of the kind.
        how: One source, several joined, a hash of them, or the one that is marked.
        sources: One source, or the parts.
        separator: Stands between joined parts.
        regex: Part of the text to keep.
        values: Word by comparison key of the text; None leaves empty.
        spellings: The texts of `values` as the spec writes them.
        otherwise: Fate of a text that `values` does not list.
        empty: Texts that mean an empty cell.
        default: Taken where the cell is empty.
        pad: Digits shorter than this get leading zeros.
        dates: Date formats.
        date_choices: Formats bound to a pattern or to another column, tried first.
        dates_in_order: The first format that fits counts.
        swapped: Real dates have day and month turned round; None: what may is refused.
        number: vi, en or auto.
        of_rows: Which row of a record: first, last, min, max; None where all agree.
        is_required: The file must have the heading.
        is_expected_absent: The spec says that a file may lack the heading.
        is_filled: An empty cell refuses the row.
        unit: The text is a unit to look up.
        is_keyed: Only a keyed hash of its sources leaves the reader.
        may_name_unit: A unit's code, or its name to be looked up.
        marked_words: What a mark below each of the sources says.
    """

    name: str
    how: Literal["one", "join", "hash", "marked"]
    sources: tuple[Source, ...]
    separator: str = "-"
    regex: str | None = None
    values: Mapping[str, str | None] | None = None
    spellings: tuple[str, ...] = ()
    otherwise: str = "refuse"
    empty: tuple[str, ...] = ()
    default: str | None = None
    pad: int | None = None
    dates: tuple[str, ...] = ()
    date_choices: tuple[DateChoice, ...] = ()
    dates_in_order: bool = False
    swapped: bool | None = None
    number: str = "auto"
    of_rows: str | None = None
    is_required: bool = False
    is_expected_absent: bool = False
    is_filled: bool = False
    unit: UnitLookup | None = None
    is_keyed: bool = False
    may_name_unit: bool = False
    marked_words: tuple[str, ...] = ()

    @property
    def names_unit(self) -> bool:
        """Whether its text is a unit, by code, name or both."""
        return self.unit is not None or self.may_name_unit

    @property
    def all_sources(self) -> tuple[Source, ...]:
        """Its own sources, and those that only help to look its unit up."""
        headings = [c.headings for c in self.date_choices if c.headings]
        bound = tuple(Source("from", names) for names in headings)
        if (unit := self.unit) is None:
            return (*self.sources, *bound)
        parent = Source("from", unit.parent) if unit.parent else None
        return (*self.sources, *(s for s in (parent, unit.as_of) if s))


@dataclass(frozen=True)
class Condition:
    """Rows to read; every test that is given must hold.

    Attributes:
        headings: Spellings of the heading it looks at.
        taken: Comparison keys of the texts to take.
        left: Comparison keys of the texts to leave.
        filled: Whether the cell must be filled, or empty.
        matches: Regular expression searched in the text.
        least: Smallest number, or earliest ISO day, to take.
        most: Greatest number, or latest ISO day, to take.
        dates: Formats of the days compared; numbers are compared if empty.
        is_required: The file must have the heading; else all rows pass.
    """

    headings: tuple[str, ...]
    taken: frozenset[str] | None = None
    left: frozenset[str] | None = None
    filled: bool | None = None
    matches: str | None = None
    least: str | None = None
    most: str | None = None
    dates: tuple[str, ...] = ()
    is_required: bool = True


@dataclass(frozen=True)
class ItemRule:
    """One question of a wide ballot.

    Attributes:
        item_code: Its code in the instrument.
        headings: Spellings of its heading (empty with `x_columns`).
        x_columns: Spellings of each level's column, lowest level first.
        marks: Texts that mark a column, in lower case.
        scale: Its scale.
        no_answer: Reason by comparison key of a no-answer code.
        is_required: The file must have it.
    """

    item_code: str
    headings: tuple[str, ...]
    x_columns: tuple[tuple[str, ...], ...]
    marks: frozenset[str]
    scale: Scale
    no_answer: Mapping[str, str]
    is_required: bool = True


@dataclass(frozen=True)
class Parent:
    """The sheet whose rows own the rows of a repeat group.

    Attributes:
        sheet: Regular expression for its name.
        key: Spellings of its key's heading.
        foreign_key: Spellings of the heading that names the key, one sheet below.
        parent: The sheet above it, if what it lacks is read there.
    """

    sheet: str
    key: tuple[str, ...]
    foreign_key: tuple[str, ...]
    parent: Parent | None = None

    def upwards(self) -> Iterator[Parent]:
        """This sheet, and those above it."""
        yield self
        if self.parent:
            yield from self.parent.upwards()


@dataclass(frozen=True)
class KindRule:
    """What the rows of some sheets become.

    A kind with `one_per`, one of its columns, becomes one record of all rows that
    have the same text there; `in_order_of` is the column that puts them in order.
    """

    kind: Kind
    columns: tuple[ColumnRule, ...]
    one_per: str | None = None
    in_order_of: str | None = None
    sheets: tuple[str, ...] = ()
    parent: Parent | None = None
    where: tuple[Condition, ...] = ()
    items: tuple[ItemRule, ...] = ()
    scale: Scale | None = None
    no_answer: Mapping[str, str] = field(default_factory=dict)

    def reads(self, sheet: str) -> bool:
        """Whether this kind is read from the sheet of that name."""
        return not self.sheets or any(re.search(s, sheet) for s in self.sheets)

    def of_one_row(self, column: ColumnRule) -> ColumnRule:
        """What a column demands of a row: of many that make one record, less alone."""
        if self.one_per is None:
            return column
        is_filled = column.name in (self.one_per, self.in_order_of)
        return replace(column, is_filled=is_filled, default=None)

    def headings(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Spellings of each heading it reads, and whether the file must have it."""
        yield from self.keyed_headings()
        yield from self.plain_headings()

    def keyed_headings(
        self, place: Place = "from"
    ) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Those of which only a hash is read, in the file itself or its parent."""
        for column in self.columns:
            for source in column.sources:
                if column.is_keyed and source.place == place:
                    yield source.names, column.is_required

    def plain_headings(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Those whose text is read."""
        for column in self.columns:
            for source in column.all_sources:
                if source.headings and not column.is_keyed:
                    yield source.headings, column.is_required
        for condition in self.where:
            yield condition.headings, condition.is_required
        for item in self.items:
            for spellings in (item.headings, *item.x_columns):
                if spellings:
                    yield spellings, item.is_required
        if self.parent:
            yield self.parent.foreign_key, True

    def parent_headings(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """What it reads of the parent sheet."""
        yield from self.keyed_headings("parent")
        yield from self.plain_parent_headings()

    def plain_parent_headings(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """What it reads of the parent sheet as text."""
        for parent in self.parent.upwards() if self.parent else ():
            yield parent.key, True
            if parent.parent:
                yield parent.parent.foreign_key, True
        for column in self.columns:
            for source in column.sources:
                if source.place == "parent" and not column.is_keyed:
                    yield source.names, column.is_required


@dataclass(frozen=True)
class AddresseeRule:
    """Personal headings a letter is addressed by; each may have several spellings.

    Attributes:
        applicant: Of the name of who handed the matter in.
        owner: Of the name of whose matter it is.
        address: Of the address.
    """

    applicant: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    address: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spec:
    """One file layout. See `docs/spec.md`."""

    name: str
    title: Mapping[str, str]
    sha256: str
    read: ReadForm
    file_name: str | None
    title_block: tuple[str, ...]
    personal: frozenset[str]
    ignore: frozenset[str]
    is_strict: bool
    kinds: tuple[KindRule, ...]
    addressee: AddresseeRule | None = None

    @property
    def looks_up_units(self) -> bool:
        """Whether raw itself must be asked for units while it loads."""
        return any(column.unit for rule in self.kinds for column in rule.columns)

    @property
    def may_name_units(self) -> bool:
        """Whether the unit lists loaded before may decide what it loads."""
        return any(c.names_unit for rule in self.kinds for c in rule.columns)

    def known_keys(self) -> frozenset[str]:
        """Comparison keys of every heading the spec knows."""
        used = {
            heading_key(text)
            for rule in self.kinds
            for side in (rule.headings(), rule.parent_headings())
            for spellings, _ in side
            for text in spellings
        }
        return frozenset(used | self.personal | self.ignore)
