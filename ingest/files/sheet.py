"""What a sheet of text is made of: its rows, its header, and how it is read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Cells = Sequence[str | None]
USUAL_DAY_ZERO = dt.date(1899, 12, 30)
"""The day of number 0 where spreadsheets count days."""


class Row(NamedTuple):
    """One record of a file: its first and last physical line and its cells."""

    line: int
    end_line: int
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class ReadHints:
    """What a spec says about reading; each value may be left to be found.

    Attributes:
        encoding: auto, tcvn3, vni, or a codec of Python (utf-8, cp1252, …).
        delimiter: auto, or the one character between fields of a text file.
        sheets: Names or regular expressions of sheets; () = those that matter.
        header_line: Line of the first header row, from 1; None = find it.
        header_rows: Number of header rows; None = find out (1 or 2).
        known_headings: Comparison keys of all headings the spec knows.
        fill_down: Headings whose empty cells repeat the cell above.
        skip_totals: Leave out total rows.
        skip_signatures: Leave out the signature block and notes at the end.
        skip_groups: Leave out group rows numbered I, II, III, which sum the rows
            below them; off unless the spec says so.
        needs_final_newline: Refuse a text file whose last line does not end, as
            a file cut on its way looks.
    """

    encoding: str = "auto"
    delimiter: str = "auto"
    sheets: tuple[str, ...] = ()
    header_line: int | None = None
    header_rows: int | None = None
    known_headings: frozenset[str] = frozenset()
    fill_down: tuple[str, ...] = ()
    skip_totals: bool = True
    skip_signatures: bool = True
    skip_groups: bool = False
    needs_final_newline: bool = True


@dataclass(frozen=True)
class Header:
    """Where the header stands and what it says.

    Attributes:
        line: Line of its first row.
        last_line: Last line that belongs to it, column numbers included.
        headings: One per kept column; joined "A / B" over two rows.
        columns: Index of each kept column among the file's columns.
        width: Number of columns in the file.
        raw_rows: The header rows as they stand, to know them when repeated.
        title_lines: Text above it.
        skipped: Rows above and inside it that are no data, by reason.
        duplicates: Headings that occur more than once.
        has_column_numbers: Whether a row 1 2 3 … stands under it.
    """

    line: int
    last_line: int
    headings: tuple[str, ...]
    columns: tuple[int, ...]
    width: int
    raw_rows: tuple[tuple[str | None, ...], ...]
    title_lines: tuple[str, ...]
    skipped: Counter[str]
    duplicates: tuple[str, ...]
    has_column_numbers: bool

    @property
    def n_unnamed(self) -> int:
        """Kept columns over which no header row says anything."""
        return sum(not any(row[i] for row in self.raw_rows) for i in self.columns)

    def is_repeated(self, cells: Cells) -> bool:
        """Whether a row is this header printed again, in whatever capitals."""
        said = _in_small(cells)
        return any(said == _in_small(row) for row in self.raw_rows)


def _in_small(cells: Cells) -> tuple[str | None, ...]:
    return tuple(cell.casefold() if cell else cell for cell in cells)
