"""What every reader of files gives: a table of text with its header found."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from ingest.files.column_fonts import Fonts
from ingest.files.hidden_places import HiddenPlaces
from ingest.files.rows import RowFilter
from ingest.files.sheet import Cells, Header, ReadHints, Row
from ingest.files.text import heading_key
from warehouse.errors import SpecError, UnreadableFileError

MAX_BATCH_ROWS = 50_000


class Grid(Protocol):
    """A sheet or text file before its header is known."""

    sheet: str
    encoding: str
    delimiter: str | None

    @property
    def merged(self) -> Sequence[tuple[tuple[int, int], tuple[int, int]]]:
        """Merged blocks of several rows: first and last row and column, from 0."""

    @property
    def unread(self) -> Sequence[str]:
        """Hidden sheets beside it that are not read."""

    @property
    def is_unseen(self) -> bool:
        """Whether it is itself a hidden sheet."""

    @property
    def hidden(self) -> HiddenPlaces:
        """Its rows and columns that nobody sees."""

    @property
    def fonts(self) -> Fonts:
        """What it has in an old font, known once `head` was read."""

    @property
    def day_zero(self) -> dt.date:
        """The day that bare day numbers in it are counted from."""

    @property
    def head(self) -> Sequence[Row]:
        """The first rows, enough to find the header in."""

    def batches(self, after_line: int, width: int) -> Iterator[pa.RecordBatch]:
        """All rows below a line: `line` int64, then `c0`… of clean text."""


@dataclass
class Table:
    """One sheet (or text file) whose header was found.

    Attributes:
        file_name: Name of the file it lives in (the member's, inside an archive).
        grid: Where its rows come from.
        header: Its header.
        hints: How it is read.
        skipped: Rows left out so far by reason: blank, title, column_numbers,
            repeated_header, total, signature, group. Final once `batches` ends.
    """

    file_name: str
    grid: Grid = field(repr=False)
    header: Header
    hints: ReadHints = field(repr=False)
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def sheet(self) -> str:
        """Sheet name; "" for a plain text file; the member inside an archive."""
        return self.grid.sheet

    @property
    def encoding(self) -> str:
        """The encoding the text was read with."""
        return self.grid.encoding

    @property
    def delimiter(self) -> str | None:
        """The field delimiter of a text file, else None."""
        return self.grid.delimiter

    @property
    def day_zero(self) -> dt.date:
        """The day that bare day numbers in it are counted from."""
        return self.grid.day_zero

    @property
    def headings(self) -> tuple[str, ...]:
        """One per column, in order; never empty, never twice the same."""
        return self.header.headings

    @property
    def header_line(self) -> int:
        """Line of the first header row, from 1."""
        return self.header.line

    @property
    def title_lines(self) -> tuple[str, ...]:
        """Text above the header, one per line."""
        return self.header.title_lines

    @property
    def duplicate_headings(self) -> tuple[str, ...]:
        """Headings met more than once; the later ones got " (2)"."""
        return self.header.duplicates

    @property
    def n_skipped_rows(self) -> int:
        """Rows left out with a reason; final after iteration."""
        return sum(self.skipped.values())

    def repeated_lines(self, place: int) -> list[int]:
        """Lines that have the cell above them, merged with theirs, in a column.

        Args:
            place: Place of its heading.
        """
        column, first = self.header.columns[place], self.header.last_line
        return [
            row + 1
            for (top, left), (bottom, _) in self.grid.merged
            if left == column and top >= first
            for row in range(top + 1, bottom + 1)
        ]

    def hidden_rows(self) -> tuple[int, list[int]]:
        """How many filled rows below the header nobody sees, and the first lines."""
        return self.grid.hidden.below(self.header.last_line)

    def hidden_headings(self) -> tuple[str, ...]:
        """Headings of columns that nobody sees."""
        hidden = set(self.grid.hidden.columns)
        placed = zip(self.headings, self.header.columns, strict=True)
        return tuple(text for text, column in placed if column in hidden)

    def fonts(self) -> dict[str, str]:
        """Old font by heading, of columns with cells typed in one."""
        below = [row for row in self.grid.head if row.line > self.header.last_line]
        return {
            heading: self.grid.fonts.by_column[place]
            for heading, place in zip(self.headings, self.header.columns, strict=True)
            if place in self.grid.fonts.by_column
            and any(_is_accented(row.cells, place) for row in below)
        }

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Data rows in file order, at most 50,000 in a batch.

        Yields:
            `line` int64 (physical line of the row's start), then `c0`, `c1`, …
            strings in the order of `headings`; NULL is an empty cell.

        Raises:
            UnreadableFileError: The file breaks its own form further down.
        """
        self.skipped = Counter(self.header.skipped)
        keep = RowFilter(
            self.header,
            skip_totals=self.hints.skip_totals,
            skip_signatures=self.hints.skip_signatures,
            skip_groups=self.hints.skip_groups,
        )
        fill = _FillDown(self._columns_to_fill())
        for batch in self.grid.batches(self.header.last_line, self.header.width):
            kept = keep.apply(batch)
            self.skipped.update(keep.take_counts())
            if kept.num_rows:
                yield fill.apply(self._own_columns(kept))

    def _own_columns(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        own = self.header.columns
        for index in range(batch.num_columns - 1):
            column = batch.column(index + 1)
            if index not in own and column.null_count < len(column):
                _refuse_unnamed(self, batch, index)
        arrays = [batch.column(0), *(batch.column(i + 1) for i in own)]
        return pa.RecordBatch.from_arrays(arrays, ["line", *column_names(len(own))])

    def _columns_to_fill(self) -> list[int]:
        keys = {heading_key(name): i for i, name in enumerate(self.headings)}
        missing = [n for n in self.hints.fill_down if heading_key(n) not in keys]
        if missing:
            raise SpecError(
                "read.fill_down",
                missing[0],
                f"no such heading in {self.file_name} {self.sheet}".rstrip(),
                "write one of: " + " | ".join(self.headings),
            )
        return [keys[heading_key(name)] for name in self.hints.fill_down]


def _is_accented(cells: Cells, place: int) -> bool:
    cell = cells[place] if place < len(cells) else None
    return bool(cell) and not str(cell).isascii()


def column_names(n: int) -> list[str]:
    """`c0` … `c{n-1}`."""
    return [f"c{i}" for i in range(n)]


def _refuse_unnamed(table: Table, batch: pa.RecordBatch, index: int) -> None:
    at = pc.index(pc.is_valid(batch.column(index + 1)), True).as_py()
    line = batch.column(0)[at].as_py()
    raise UnreadableFileError(
        f"{table.file_name} {table.sheet} line {line}, column {index + 1}".strip(),
        "***",
        "a value stands in a column that has no heading",
        "give the column a heading, or clear the cell, and deliver the file again",
    )


class _FillDown:
    """Repeats the cell above into empty cells, across batches."""

    def __init__(self, columns: list[int]) -> None:
        self._columns = columns
        self._last: dict[int, pa.Scalar] = {}

    def apply(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        if not self._columns:
            return batch
        arrays = list(batch.columns)
        for column in self._columns:
            array = arrays[column + 1]
            seed = self._last.get(column)
            first = pa.array([seed.as_py() if seed else None], pa.string())
            joined = pa.concat_arrays([first, array])
            filled = pc.fill_null_forward(joined).slice(1)
            self._last[column] = filled[-1]
            arrays[column + 1] = filled
        return pa.RecordBatch.from_arrays(arrays, batch.schema.names)
