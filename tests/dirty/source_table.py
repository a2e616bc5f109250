"""One table of a source file that can be written again with a cell changed."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl

from ingest.files.text import heading_key
from ingest.spec.spec import Spec

MAX_ROWS = 150
"""Data rows of a text file that are kept: enough units, little to load."""
MIN_ROWS = 24
"""Data rows of a text file at least: shorter ones are given again by other numbers."""


@dataclass(frozen=True)
class SourceTable:
    """The rows of a text file, or of the first sheet with known headings.

    Attributes:
        path: The file.
        rows: All rows, the heading among them; texts, or values of a workbook.
        header: Place of the heading row.
        sheet: Sheet of a workbook; empty for a text file.
    """

    path: Path
    rows: tuple[tuple[Any, ...], ...]
    header: int
    sheet: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """The texts of the heading row."""
        return tuple(str(cell or "") for cell in self.rows[self.header])

    @cached_property
    def _twice(self) -> frozenset[tuple[Any, ...]]:
        return frozenset(cells for cells, n in Counter(self.rows).items() if n > 1)

    def stands_once(self, row: int) -> bool:
        """Whether no other row is the same: spoilt or doubled, it alone is counted."""
        return self.rows[row] not in self._twice

    def line(self, row: int) -> int:
        """The line a person counts to."""
        return row + 1

    def write(
        self,
        path: Path,
        changed: dict[tuple[int, int], Any],
        *,
        doubled: Sequence[int] = (),
        encoding: str = "utf-8",
    ) -> None:
        """Writes the file again, spoilt.

        Args:
            path: Where.
            changed: Row and column → what stands there instead.
            doubled: Rows that stand a second time at the end; text files only.
            encoding: Of a text file.
        """
        if self.sheet:
            book = openpyxl.load_workbook(self.path)
            for (row, column), value in changed.items():
                book[self.sheet].cell(row + 1, column + 1).value = value
            book.save(path)
            return
        rows = [list(row) for row in self.rows]
        for (row, column), value in changed.items():
            rows[row][column] = value
        rows += [rows[row] for row in doubled]
        path.write_bytes(_csv_text(rows, self.delimiter).encode(encoding))

    @property
    def delimiter(self) -> str:
        """What stands between the cells of a text file."""
        return _delimiter(self.path)


def trim(path: Path) -> None:
    """Leaves the first rows of a text file alone, or repeats them by other numbers.

    The first column of a short file is what its rows are known by.
    """
    heading, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = lines[:MAX_ROWS]
    for number in range(MIN_ROWS - len(kept)):
        code, _, rest = lines[number % len(lines)].partition(",")
        kept.append(f"{code}-{number},{rest}")
    path.write_text(heading + "".join(kept), encoding="utf-8")


def read_table(path: Path, spec: Spec) -> SourceTable | None:
    """The table the spec reads, or None where no row holds two of its headings."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            rows = tuple(tuple(row) for row in sheet.iter_rows(values_only=True))
            header = _header(rows, spec)
            if header is not None:
                return SourceTable(path, rows, header, sheet.title)
        return None
    text = _text(path)
    rows = tuple(map(tuple, csv.reader(io.StringIO(text), delimiter=_delimiter(path))))
    header = _header(rows, spec)
    return None if header is None else SourceTable(path, rows, header)


def _text(path: Path) -> str:
    content = path.read_bytes()
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return content.decode("utf-16" if is_wide else "utf-8-sig")


def _delimiter(path: Path) -> str:
    first = _text(path).splitlines()[0]
    return max(";,\t", key=first.count)


def _header(rows: tuple[tuple[Any, ...], ...], spec: Spec) -> int | None:
    known = spec.known_keys()
    for place, row in enumerate(rows[:12]):
        if sum(heading_key(str(cell)) in known for cell in row if cell) >= 2:
            return place
    return None


def _csv_text(rows: Any, delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()
