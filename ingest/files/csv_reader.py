"""Text files of delimited records."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import BinaryIO

import pyarrow as pa

from ingest.files.column_fonts import Fonts, fonts_of
from ingest.files.columns import slices
from ingest.files.csv_parser import CsvParser, lines_of
from ingest.files.hidden_places import HiddenPlaces
from ingest.files.sheet import USUAL_DAY_ZERO, Row
from ingest.files.tables import MAX_BATCH_ROWS
from ingest.files.text import nfc
from ingest.files.text_blocks import line_blocks
from warehouse.errors import SpecError, UnreadableFileError

HEAD_ROWS = 60
MAX_FIELDS = 32_768
"""Twice the columns of the widest workbook."""
_DELIMITERS = ",;\t|"


@dataclass
class CsvGrid:
    """A text file before its header is known; can be read again.

    Attributes:
        name: File name, for messages.
        sheet: "", or the member's name inside an archive.
        open_bytes: Opens the bytes from the start.
        encoding: Encoding the bytes are in.
        wanted_delimiter: auto, or one character.
        needs_final_newline: Whether a last line without an end is refused.
        head_rows: Number of records to look at for the header.
        may_mix_fonts: Whether columns in an old font may stand beside others.
        delimiter, fonts: The delimiter, and columns in an old font; known once `head`
            was read.
    """

    name: str
    sheet: str
    open_bytes: Callable[[], BinaryIO]
    encoding: str
    wanted_delimiter: str = "auto"
    needs_final_newline: bool = True
    head_rows: int = HEAD_ROWS
    delimiter: str | None = field(init=False, default=",")
    merged: tuple[()] = ()
    unread: tuple[()] = ()
    is_unseen: bool = False
    hidden: HiddenPlaces = field(default_factory=HiddenPlaces)
    day_zero: dt.date = USUAL_DAY_ZERO
    may_mix_fonts: bool = False
    fonts: Fonts = field(init=False, default_factory=Fonts)

    @cached_property
    def head(self) -> list[Row]:
        """The first records; their widths may differ above the header."""
        with self.open_bytes() as stream:
            block = next(self._blocks(stream), b"")
        text = self._parser(0).decode(block, 1)
        self._check_width(text)
        if self.wanted_delimiter == "auto":
            self.delimiter = _find_delimiter(text, self.name)
        else:
            self.delimiter = self.wanted_delimiter
        parser = self._parser(0)
        reader = parser.reader(text)
        rows: list[Row] = []
        line = 1
        try:
            for record in islice(reader, self.head_rows):
                rows.append(Row(line, reader.line_num, tuple(record)))
                line = reader.line_num + 1
        except csv.Error as error:
            raise parser.broken(line, str(error)) from error
        if self.may_mix_fonts:
            self.fonts = fonts_of(rows)
        return [row._replace(cells=_plain(self.fonts.row(row.cells))) for row in rows]

    def _check_width(self, text: str) -> None:
        """A line of a million fields is no table, and takes for ever to look at."""
        for line in islice(lines_of(text), self.head_rows):
            n_fields = max(line.count(d) for d in _DELIMITERS) + 1
            if n_fields > MAX_FIELDS:
                raise UnreadableFileError(
                    self.name,
                    n_fields,
                    f"a line holds at most {MAX_FIELDS} fields",
                    "check that this is a table, or deliver fewer columns",
                )

    def batches(self, after_line: int, width: int) -> Iterator[pa.RecordBatch]:
        """All records below a line; see `ingest.files.tables.Grid`."""
        parser = self._parser(width)
        n_to_drop, line, pending = after_line, after_line + 1, b""
        with self.open_bytes() as stream:
            for block in self._blocks(stream):
                if n_to_drop:
                    block, n_dropped = _drop_lines(block, n_to_drop)
                    n_to_drop -= n_dropped
                pending = pending + block if pending else block
                parsed = parser.parse(pending, line) if pending else None
                if parsed is not None:
                    yield from slices(parsed.lines, parsed.columns, MAX_BATCH_ROWS)
                    line += parsed.n_lines
                    pending = pending[parsed.n_bytes :]
        if pending:
            raise parser.broken(*parser.locate(pending, line))

    def _parser(self, width: int) -> CsvParser:
        return CsvParser(
            self.name, self.delimiter or ",", width, self.encoding, self.fonts
        )

    def _blocks(self, stream: BinaryIO) -> Iterator[bytes]:
        return line_blocks(
            stream, self.encoding, self.name, ends_needed=self.needs_final_newline
        )


def _plain(cells: tuple[str | None, ...]) -> tuple[str | None, ...]:
    return tuple(nfc(cell).strip() or None if cell else None for cell in cells)


def _drop_lines(block: bytes, n: int) -> tuple[bytes, int]:
    at = 0
    for n_dropped in range(n):
        found = block.find(b"\n", at)
        if found < 0:
            return b"", n_dropped
        at = found + 1
    return block[at:], n


def _find_delimiter(text: str, name: str) -> str:
    """The delimiter that alone divides the first lines into equal records."""
    present = [d for d in _DELIMITERS if d in text]
    if len(present) < 2:
        return present[0] if present else ","
    widths = {d: _steady_width(text, d) for d in present}
    ranked = sorted(present, key=lambda d: widths[d], reverse=True)
    if widths[ranked[0]] > max(1, widths[ranked[1]]):
        return ranked[0]
    raise SpecError(
        "read.delimiter",
        "auto",
        f"{name}: none of {' '.join(map(repr, present))} alone divides the first "
        "lines into equal records",
        "set read.delimiter in the spec",
    )


def _steady_width(text: str, delimiter: str) -> int:
    """Fields per record where nearly all of the first records agree, else 0."""
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    widths: list[int] = []
    # A broken record is refused later, with its line; until then it is the end.
    with suppress(csv.Error):
        widths.extend(len(record) for record in islice(reader, HEAD_ROWS))
    # A title block above the header may have widths of its own.
    wide = [width for width in widths if width > 1]
    common = max(set(wide), key=wide.count, default=0)
    return common if wide.count(common) >= 0.8 * len(wide) else 0
