"""Spreadsheets: read in a process of their own, streamed as Arrow batches."""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from ingest.files.column_fonts import Fonts, fonts_of
from ingest.files.columns import clean
from ingest.files.hidden_places import HiddenPlaces
from ingest.files.sheet import USUAL_DAY_ZERO, ReadHints, Row
from ingest.files.tables import MAX_BATCH_ROWS
from ingest.files.text import detect_cell_encoding, legacy_cell, nfc
from ingest.files.workbooks.process import WorkbookProcess, WorkbookProcesses
from warehouse.errors import SpecError, UnreadableFileError

SILENCE_SECONDS = 900
HEAD_ROWS = 200
_T = TypeVar("_T")
Merged = list[tuple[tuple[int, int], tuple[int, int]]]


@dataclass
class WorkbookGrid:
    """One sheet, streamed from the reading process; can be read once.

    Attributes:
        sheet: Sheet name.
        encoding: "utf-8", or the legacy font its text was typed in.
        head: Its first rows.
        unread: Names of hidden sheets of its workbook that are not read.
        is_unseen: Whether it is itself a hidden sheet.
        hidden: Its rows and columns that nobody sees.
        day_zero: The day its bare day numbers are counted from.
        fonts: What a sheet in Unicode has in an old font.
    """

    sheet: str
    head: list[Row]
    encoding: str
    first: list[pa.RecordBatch]
    rest: Iterator[pa.RecordBatch]
    merged: Merged = field(default_factory=list)
    unread: tuple[str, ...] = ()
    is_unseen: bool = False
    hidden: HiddenPlaces = field(default_factory=HiddenPlaces)
    day_zero: dt.date = USUAL_DAY_ZERO
    delimiter: str | None = None
    fonts: Fonts = field(default_factory=Fonts)

    def batches(self, after_line: int, width: int) -> Iterator[pa.RecordBatch]:
        """All rows below a line; see `ingest.files.tables.Grid`."""
        for batch in self._batches():
            start = max(0, after_line + 1 - batch.column(0)[0].as_py())
            below = batch.slice(start, MAX_BATCH_ROWS)
            if below.num_rows:
                yield self._text(below)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        while self.first:
            yield self.first.pop(0)
        yield from self.rest

    def drain(self) -> None:
        """Reads to the end of the sheet, so that the next one can begin."""
        for _ in self._batches():
            pass

    def _text(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        columns = [self._column(c, place) for place, c in enumerate(batch.columns[1:])]
        columns = self._filled(columns, batch.column(0)[0].as_py())
        names = ["line", *(f"c{i}" for i in range(len(columns)))]
        return pa.RecordBatch.from_arrays([batch.column(0), *columns], names)

    def _column(self, column: pa.Array, place: int) -> pa.Array:
        if self.encoding != "utf-8":
            cells = [
                legacy_cell(cell, self.encoding) if cell else None
                for cell in column.to_pylist()
            ]
            column = pa.array(cells, pa.string())
        return clean(self.fonts.column(column, place))

    def _filled(self, columns: list[pa.Array], first_line: int) -> list[pa.Array]:
        """Gives each cell of a merged block its value, which stands in the first."""
        if not columns:
            return columns
        last_line = first_line + len(columns[0]) - 1
        for (top, left), (bottom, _) in self.merged:
            if left >= len(columns) or top + 1 > last_line or bottom + 1 < first_line:
                continue
            cells = columns[left].to_pylist()
            start = max(top + 1, first_line) - first_line
            end = min(bottom + 1, last_line) - first_line
            value = (
                cells[start] if top + 1 >= first_line else self._open.get((top, left))
            )
            for index in range(start, end + 1):
                cells[index] = cells[index] or value
            self._open[top, left] = value
            columns[left] = pa.array(cells, pa.string())
        return columns

    def __post_init__(self) -> None:
        self._open: dict[tuple[int, int], str | None] = {}


@contextmanager
def workbook_sheets(
    path: Path,
    name: str,
    hints: ReadHints,
    processes: WorkbookProcesses,
    *,
    is_zipped: bool,
    heads_only: bool,
) -> Iterator[Iterator[WorkbookGrid]]:
    """Asks a reading process and gives the sheets one after the other.

    Args:
        path: The workbook on disk.
        name: What it is called in messages.
        hints: `sheets` and `encoding` are used.
        processes: Where the reading process comes from.
        is_zipped: Whether it is a zip of XML (.xlsx, .ods) rather than an .xls.
        heads_only: Whether only the first rows of each sheet are wanted.

    Raises:
        UnreadableFileError: Refused by the guard, damaged, or the reader died.
        SpecError: A sheet named in the spec is not there.
    """
    with processes.for_workbook(path) as process:
        reader = _Reader(process, name, hints, heads_only)
        yield reader.sheets(path, is_zipped=is_zipped)


class _Reader:
    def __init__(
        self,
        process: WorkbookProcess,
        name: str,
        hints: ReadHints,
        heads_only: bool,
    ) -> None:
        self._process = process
        self._name = name
        self._hints = hints
        self._heads_only = heads_only
        self._n_head = max(HEAD_ROWS, (hints.header_line or 0) + 20)

    def sheets(self, path: Path, *, is_zipped: bool) -> Iterator[WorkbookGrid]:
        asked = {"path": str(path), "name": self._name, "is_zipped": is_zipped}
        self._watched(lambda: self._process.ask(asked))
        listed = self._watched(self._process.out.readline)
        if not listed:
            raise self._died()
        message = json.loads(listed)
        if "error" in message:
            self._process.is_free = True
            raise UnreadableFileError(*message["error"])
        wanted = self._wanted(message["sheets"])
        max_rows = self._n_head if self._heads_only else None
        order = {"sheets": wanted, "max_rows": max_rows}
        self._watched(lambda: self._process.ask(order))
        unseen = _unseen(message["sheets"])
        # a spec that names sheets leaves the others out by its own will
        passed = [] if self._hints.sheets else [s for s in unseen if s not in wanted]
        unread = tuple(map(nfc, passed))
        for name in wanted:
            grid = replace(self._sheet(), unread=unread, is_unseen=name in unseen)
            yield grid
            grid.drain()
        self._process.is_free = True

    def _wanted(self, sheets: list[dict[str, object]]) -> list[str]:
        usable = [s for s in sheets if s["is_worksheet"]]
        names = [nfc(str(s["name"])) for s in usable]
        if not self._hints.sheets:
            visible = [str(s["name"]) for s in usable if s["is_visible"]]
            return visible or [str(s["name"]) for s in usable]
        patterns = self._hints.sheets
        wanted = [
            str(sheet["name"])
            for sheet, name in zip(usable, names, strict=True)
            if any(name == p or re.fullmatch(p, name, re.IGNORECASE) for p in patterns)
        ]
        if not wanted:
            raise SpecError(
                "read.sheets",
                ", ".join(patterns),
                f"{self._name} has no such sheet",
                "choose among: " + " | ".join(names),
            )
        return wanted

    def _sheet(self) -> WorkbookGrid:
        reader = self._watched(lambda: pa.ipc.open_stream(self._process.out))
        about = json.loads(reader.schema.metadata[b"sheet"])
        rest = self._stream(reader, about["n_rows"])
        first: list[pa.RecordBatch] = []
        n_head = self._n_head
        while sum(batch.num_rows for batch in first) < n_head:
            batch = next(rest, None)
            if batch is None:
                break
            first.append(batch)
        head = [row for batch in first for row in _rows(batch.slice(0, n_head))]
        encoding = self._encoding(head)
        may_mix = encoding == "utf-8" and self._hints.encoding == "auto"
        fonts = fonts_of(head[:n_head]) if may_mix else Fonts()
        if encoding != "utf-8":
            head = [_decoded(row, encoding) for row in head]
        head = [row._replace(cells=fonts.row(row.cells)) for row in head[:n_head]]
        head = [_nfc(row) for row in head]
        return WorkbookGrid(
            about["name"],
            head,
            encoding,
            first,
            rest,
            about["merged"],
            fonts=fonts,
            hidden=HiddenPlaces(**about["hidden"]),
            day_zero=dt.date.fromisoformat(about["day_zero"]),
        )

    def _encoding(self, head: list[Row]) -> str:
        if self._hints.encoding in ("tcvn3", "vni"):
            return self._hints.encoding
        if self._hints.encoding != "auto":
            return "utf-8"
        cells = [cell for row in head for cell in row.cells if cell]
        return detect_cell_encoding(cells) or "utf-8"

    def _stream(
        self, reader: pa.RecordBatchStreamReader, n_rows: int
    ) -> Iterator[pa.RecordBatch]:
        n_seen = 0
        while True:
            try:
                batch = self._watched(reader.read_next_batch)
            except StopIteration:
                # Arrow takes the end of a broken pipe for the end of the sheet.
                if n_seen != n_rows:
                    raise self._died() from None
                return
            n_seen += batch.num_rows
            yield batch

    def _watched(self, read: Callable[[], _T]) -> _T:
        """Waits for the reading process, but not for ever."""
        watchdog = threading.Timer(SILENCE_SECONDS, self._process.kill)
        watchdog.start()
        try:
            return read()
        except (pa.ArrowInvalid, OSError) as error:
            raise self._died() from error
        finally:
            watchdog.cancel()

    def _died(self) -> UnreadableFileError:
        code = self._process.exit_code()
        return UnreadableFileError(
            self._name,
            f"exit {code}" if code is not None else "no answer",
            "the reader stopped: the workbook is damaged, or asks for more memory "
            "or time than one file may take",
            "delete far or empty formatted cells, split it, or deliver it as CSV",
        )


def _unseen(sheets: list[dict[str, object]]) -> list[str]:
    usable = (s for s in sheets if s["is_worksheet"] and not s["is_visible"])
    return [str(sheet["name"]) for sheet in usable]


def _rows(batch: pa.RecordBatch) -> Iterator[Row]:
    columns = [column.to_pylist() for column in batch.columns[1:]]
    lines = batch.column(0).to_pylist()
    for line, cells in zip(lines, zip(*columns, strict=True), strict=True):
        yield Row(line, line, cells)


def _decoded(row: Row, encoding: str) -> Row:
    cells = [legacy_cell(cell, encoding) if cell else None for cell in row.cells]
    return row._replace(cells=tuple(cells))


def _nfc(row: Row) -> Row:
    cells = [nfc(cell).strip() or None if cell else None for cell in row.cells]
    return row._replace(cells=tuple(cells))
