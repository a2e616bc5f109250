"""Which column of a table carries which heading of the spec, or why none does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.files.sheet import ReadHints
from ingest.files.text import heading_key
from ingest.spec.nearest_heading import nearest_heading
from ingest.spec.some_headings import some_headings
from ingest.spec.spec import KindRule, Parent, Spec
from warehouse.errors import SpecError


@dataclass(frozen=True)
class Layout:
    """The headings of one table.

    Attributes:
        columns: Column of the batches ("c3") by comparison key of the heading.
        names: Heading as written, by the same key.
    """

    columns: Mapping[str, str]
    names: Mapping[str, str]

    @classmethod
    def of(cls, headings: Sequence[str]) -> Layout:
        """Numbers the headings of a table."""
        keys = [heading_key(text) for text in headings]
        return cls(
            {key: f"c{i}" for i, key in enumerate(keys)},
            dict(zip(keys, headings, strict=True)),
        )

    def find(self, spellings: Iterable[str]) -> str | None:
        """Column of the first of the spellings that the table has."""
        return next(iter(self.find_all(spellings)), None)

    def find_all(self, spellings: Iterable[str]) -> list[str]:
        """Columns of all of the spellings that the table has, in their order."""
        keys = dict.fromkeys(map(heading_key, spellings))
        return [self.columns[key] for key in keys if key in self.columns]

    def label(self, spellings: Sequence[str]) -> str:
        """The heading as the file writes it, for a person to find."""
        keys = (heading_key(text) for text in spellings)
        return next((self.names[k] for k in keys if k in self.names), spellings[0])


@dataclass(frozen=True)
class Absent:
    """A column that a table cannot fill.

    Attributes:
        column: The raw column.
        heading: Spelling of the heading it lacks, that of the nearest if one is.
        nearest: The heading of the table most like it, if one is.
        is_expected: Whether the spec says that a file may do without.
    """

    column: str
    heading: str
    nearest: str | None
    is_expected: bool


@dataclass(frozen=True)
class Fit:
    """How well a spec fits the headings of a table.

    Attributes:
        spec: The spec.
        missing: Headings it needs and the table lacks, spelt as the table is likely
            to have them.
        unknown: Headings of the table it does not know.
        n_known: Headings of the table it knows.
        absent: Columns that stay empty for want of a heading.
        absent_items: Questions without an answer for want of a heading.
        unread: Headings of the table that no column is read from.
    """

    spec: Spec
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    n_known: int
    absent: tuple[Absent, ...] = ()
    absent_items: tuple[Absent, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_fitting(self) -> bool:
        """All needed headings are there, and no unknown one if it is strict."""
        return not self.missing and not (self.spec.is_strict and self.unknown)


def fit(spec: Spec, headings: Sequence[str], sheet: str) -> Fit:
    """Compares a spec with the headings of one sheet."""
    have = {heading_key(text): text for text in headings}
    needed = [
        spellings
        for rule in spec.kinds
        for spellings, is_required in _read_here(rule, sheet)
        if is_required
    ]
    known = spec.known_keys()
    read = {
        heading_key(text)
        for rule in spec.kinds
        for spellings, _ in _read_here(rule, sheet)
        for text in spellings
    }
    # what names a person is never what a column of the warehouse lacks
    unread = tuple(
        text
        for key, text in have.items()
        if key not in read and key not in spec.personal
    )
    lacking = (s for s in needed if not any(heading_key(t) in have for t in s))
    missing = (_nearest_of(spellings, unread)[0] for spellings in lacking)
    return Fit(
        spec=spec,
        missing=tuple(dict.fromkeys(missing)),
        unknown=tuple(text for key, text in have.items() if key not in known),
        n_known=sum(1 for key in have if key in known),
        absent=tuple(_absent(spec, have, unread, sheet)),
        absent_items=tuple(_absent_items(spec, have, unread, sheet)),
        unread=unread,
    )


def _absent(
    spec: Spec, have: Mapping[str, str], unread: Sequence[str], sheet: str
) -> Iterator[Absent]:
    for rule in spec.kinds:
        if not rule.reads(sheet):
            continue
        for column in rule.columns:
            for source in column.sources:
                spellings = source.headings
                if column.is_required or not spellings:
                    continue
                if any(heading_key(text) in have for text in spellings):
                    continue
                heading, nearest = _nearest_of(spellings, unread)
                yield Absent(column.name, heading, nearest, column.is_expected_absent)


def _absent_items(
    spec: Spec, have: Mapping[str, str], unread: Sequence[str], sheet: str
) -> Iterator[Absent]:
    for rule in spec.kinds:
        for item in rule.items if rule.reads(sheet) else ():
            if item.is_required or not item.headings:
                continue
            if not any(heading_key(text) in have for text in item.headings):
                heading, nearest = _nearest_of(item.headings, unread)
                yield Absent(item.item_code, heading, nearest, True)


def _nearest_of(
    spellings: Sequence[str], unread: Sequence[str]
) -> tuple[str, str | None]:
    """The spelling that a heading not read is most like, and that heading."""
    near = ((text, nearest_heading(text, unread)) for text in spellings)
    return next((pair for pair in near if pair[1]), (spellings[0], None))


def _read_here(rule: KindRule, sheet: str) -> list[tuple[tuple[str, ...], bool]]:
    read = list(rule.headings()) if rule.reads(sheet) else []
    for parent in parents_in(rule, sheet):
        # with a sheet above it, what a column reads may stand in either
        own = {parent.key, parent.parent.foreign_key if parent.parent else ()}
        is_alone = rule.parent is parent and parent.parent is None
        read += [
            (spellings, is_required and (is_alone or spellings in own))
            for spellings, is_required in rule.parent_headings()
        ]
    return read


def parents_in(rule: KindRule, sheet: str) -> list[Parent]:
    """Which parents of a repeat group a sheet is, if it is one."""
    parents = rule.parent.upwards() if rule.parent else ()
    return [parent for parent in parents if re.search(parent.sheet, sheet)]


def check_fit(found: Fit, where: str) -> None:
    """Refuses a table that the spec does not fit.

    Raises:
        SpecError: Names the missing and the unknown headings.
    """
    if found.missing:
        rule = f"spec {found.spec.name} needs this heading in {where}"
        near = [nearest_heading(text, found.unread) for text in found.missing]
        likely = " | ".join(dict.fromkeys(filter(None, near)))
        step = "add its spelling to the spec"
        if likely:
            step = f"add its spelling to the spec; nearest in the file: {likely}"
        raise SpecError("heading", some_headings(found.missing), rule, step)
    if found.spec.is_strict and found.unknown:
        rule = f"spec {found.spec.name} does not know this heading of {where}"
        likely_from = [a for a in found.absent if a.nearest in found.unknown]
        if likely_from:
            likely = ", ".join(f"{a.column} ({a.heading})" for a in likely_from)
            rule += f"; it may be what fills {likely}"
        raise SpecError(
            "heading",
            some_headings(found.unknown),
            rule,
            "list it in the spec under a column, `personal` or `ignore`",
        )


def hints_from(spec: Spec) -> ReadHints:
    """The spec's `read` block as the reader takes it."""
    read, skip = spec.read, spec.read.skip
    return ReadHints(
        encoding=read.encoding,
        delimiter=read.delimiter,
        sheets=tuple(read.sheets),
        header_line=read.header_line,
        header_rows=None if read.header_rows == "auto" else read.header_rows,
        known_headings=spec.known_keys(),
        fill_down=tuple(read.fill_down),
        skip_totals=skip.total,
        skip_signatures=skip.signature,
        skip_groups=skip.group,
        needs_final_newline=read.final_newline,
    )
