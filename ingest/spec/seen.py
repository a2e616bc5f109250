"""What the reader saw in a file, without loading it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ingest.spec.samples import ColumnView


@dataclass(frozen=True)
class SheetView:
    """One sheet or text file.

    Attributes:
        file_name: File it lives in.
        sheet: Sheet name, or "".
        encoding: How its text is read.
        delimiter: Field delimiter of a text file.
        header_line: First line of the header; None where none was found.
        header_rows: Rows the header takes.
        title_lines: Lines above the header, numbers of persons hidden.
        columns: Its columns.
        duplicates: Headings met twice.
        n_rows_seen: Data rows looked at.
        skipped: Rows left out among those looked at, by reason.
        problem: Why it cannot be read yet, or why it is passed over.
        n_hidden_rows: Filled rows among those looked at that nobody sees.
        hidden_columns: Headings of columns that nobody sees.
        hidden_sheets: Hidden sheets beside it, which are not read.
    """

    file_name: str
    sheet: str
    encoding: str
    delimiter: str | None
    header_line: int | None = None
    header_rows: int = 0
    title_lines: tuple[str, ...] = ()
    columns: tuple[ColumnView, ...] = ()
    duplicates: tuple[str, ...] = ()
    n_rows_seen: int = 0
    skipped: tuple[tuple[str, int], ...] = ()
    problem: str | None = None
    n_hidden_rows: int = 0
    hidden_columns: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()


@dataclass(frozen=True)
class FitView:
    """How a spec fits the headings found."""

    spec: str
    title_vi: str
    title_en: str
    is_fitting: bool
    n_known: int
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    next_step: str = ""


@dataclass(frozen=True)
class Explanation:
    """Everything the reader can say about a file without loading it.

    Attributes:
        file_name: The file.
        size_bytes: Its size.
        form: text, zipped_workbook, ole_workbook, zip or gzip; None if unreadable.
        sheets: Its sheets or members.
        fits: The specs that know most of its headings, best first.
        problem: Why the file cannot be read; None if it can.
    """

    file_name: str
    size_bytes: int
    form: str | None
    sheets: tuple[SheetView, ...]
    fits: tuple[FitView, ...]
    problem: str | None

    def as_dict(self) -> dict[str, Any]:
        """The explanation for a program."""
        return asdict(self)
