"""Blocks of delimited text to columns, every record accounted for.

Python's strict `csv` says what a record is. A block whose shape has one reading
only (`ingest.files.csv_blocks`) may be taken by Arrow, seven times as fast, and must
come back with exactly the records of its shape; any other goes the strict way.
Faster readers left alone were seen to swallow thousands of rows after one
unclosed quote.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from ingest.files.column_fonts import Fonts
from ingest.files.columns import (
    clean,
    is_surely_nfc,
    is_surely_plain,
    may_hold_invisible,
)
from ingest.files.csv_blocks import Shape, shape_of
from warehouse.errors import UnreadableFileError

if TYPE_CHECKING:
    import _csv

MAX_CELL_CHARS = csv.field_size_limit()
MAX_OPEN_BYTES = 1 << 20
_OPEN = "unexpected end of data"
_TOO_LONG = f"a cell longer than {MAX_CELL_CHARS} characters, or a quote never closed"
_WHAT = {
    _OPEN: "a quote that is never closed",
    f"field larger than field limit ({MAX_CELL_CHARS})": _TOO_LONG,
    "new-line character seen in unquoted field": "a bare carriage return (CR)",
}


class Parsed(NamedTuple):
    """Records of a block: their lines, their columns, and what was used of it."""

    lines: pa.Array
    columns: list[pa.Array]
    n_bytes: int
    n_lines: int


@dataclass(frozen=True)
class CsvParser:
    """Parses blocks of one file.

    Attributes:
        name: File name, for messages.
        delimiter: One character.
        width: Fields in each record.
        encoding: The encoding the file was in, for messages.
        fonts: Columns typed in an old font.
    """

    name: str
    delimiter: str
    width: int
    encoding: str
    fonts: Fonts = field(default_factory=Fonts)

    def parse(self, block: bytes, first_line: int) -> Parsed | None:
        """The whole records at the start of a block.

        Args:
            block: UTF-8 text from a record's start to a line's end.
            first_line: Line the block begins on, from 1.

        Returns:
            None if not even the first record ends in this block.

        Raises:
            UnreadableFileError: A record breaks the form; names its line.
        """
        if b"\0" in block:
            line = first_line + block[: block.index(b"\0")].count(b"\n")
            raise self.broken(line, "a NUL byte")
        shape = shape_of(block, self.delimiter)
        if shape is not None and len(block) - shape.n_bytes < MAX_OPEN_BYTES:
            if shape.n_records == 0:
                return None
            columns = self._by_arrow(block, shape)
            if columns is not None:
                used = block[: shape.n_bytes]
                lines = pa.array(shape.line_offsets + first_line)
                cleaned = columns
                is_plain = shape.is_trim and is_surely_plain(used)
                if self.fonts.by_column or not is_plain:
                    cleaned = self._clean(columns, used)
                return Parsed(lines, cleaned, shape.n_bytes, shape.n_lines)
        return self._strictly(block, first_line)

    def _clean(self, columns: list[pa.Array], block: bytes) -> list[pa.Array]:
        nfc = not is_surely_nfc(block)
        invisible = may_hold_invisible(block)
        columns = [self.fonts.column(c, place) for place, c in enumerate(columns)]
        return [clean(column, nfc=nfc, invisible=invisible) for column in columns]

    def _by_arrow(self, block: bytes, shape: Shape) -> list[pa.Array] | None:
        names = [f"c{i}" for i in range(self.width)]
        try:
            table = pa_csv.read_csv(
                pa.py_buffer(memoryview(block)[: shape.n_bytes]),
                pa_csv.ReadOptions(
                    column_names=names, block_size=shape.n_bytes + 1, use_threads=False
                ),
                pa_csv.ParseOptions(
                    delimiter=self.delimiter,
                    quote_char='"' if shape.is_quoted else False,
                    newlines_in_values=shape.is_quoted,
                    ignore_empty_lines=False,
                ),
                pa_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    null_values=[""],
                    strings_can_be_null=True,
                ),
            )
        except pa.ArrowInvalid:
            return None
        if table.num_rows != shape.n_records:
            return None
        columns = [column.combine_chunks() for column in table.columns]
        if shape.longest_bytes > MAX_CELL_CHARS:
            longest = max(pc.max(pc.binary_length(c)).as_py() or 0 for c in columns)
            return columns if longest <= MAX_CELL_CHARS else None
        return columns

    def _strictly(self, block: bytes, first_line: int) -> Parsed | None:
        text = self.decode(block, first_line)
        try:
            records = list(self.reader(text))
        except csv.Error as error:
            if str(error) == _OPEN:
                return None
            raise self.broken(*self.locate(block, first_line)) from error
        offsets = np.arange(len(records), dtype=np.int64)
        n_lines = block.count(b"\n")
        if len(records) != n_lines:
            reader = self.reader(text)
            ends = [0, *(reader.line_num for _ in reader)]
            offsets = np.array(ends[:-1], dtype=np.int64)
        if set(map(len, records)) != {self.width}:
            self._level(records, offsets + first_line)
        columns = [pa.array(c, pa.string()) for c in zip(*records, strict=True)]
        cleaned = self._clean(columns, block)
        return Parsed(pa.array(offsets + first_line), cleaned, len(block), n_lines)

    def _level(self, records: list[list[str]], lines: npt.NDArray[np.int64]) -> None:
        """Empty lines become empty records, empty fields at the end are no matter.

        Any other width is refused.
        """
        for index, record in enumerate(records):
            if len(record) == self.width:
                continue
            if len(record) > self.width and not any(
                map(str.strip, record[self.width :])
            ):
                del record[self.width :]
                continue
            if len(record) > 1 or "".join(record).strip():
                found = f"{len(record)} fields where the header has {self.width}"
                raise self.broken(int(lines[index]), found)
            records[index] = [""] * self.width

    def reader(self, text: str) -> _csv.Reader:
        """The authority on what a record is."""
        return csv.reader(lines_of(text), delimiter=self.delimiter, strict=True)

    def decode(self, block: bytes, first_line: int) -> str:
        """A block as text, or a refusal that names the line."""
        try:
            return block.decode("utf-8")
        except UnicodeDecodeError as error:
            line = first_line + block[: error.start].count(b"\n")
            raise self.broken(line, f"bytes that are not {self.encoding}") from error

    def locate(self, block: bytes, first_line: int) -> tuple[int, str]:
        """Line where the record that breaks the form begins, and how it does."""
        reader = self.reader(self.decode(block, first_line))
        line = first_line
        try:
            for _ in reader:
                line = first_line + reader.line_num
        except csv.Error as error:
            return line, str(error)
        return line, _OPEN

    def broken(self, line: int, what: str) -> UnreadableFileError:
        """The refusal of the whole file for one line."""
        return UnreadableFileError(
            f"{self.name} line {line}",
            _WHAT.get(what.split(" - ")[0], what),
            "a file that cannot be read whole is refused whole",
            f"correct line {line} (or export the file again) and deliver it again",
        )


def lines_of(text: str) -> Iterator[str]:
    """Lines with their ends; no more is looked at than is asked for."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end
