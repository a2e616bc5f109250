"""Tables as XLSX (first choice) and CSV, in which nothing can run.

Takes rows that `warehouse.read` has already scoped and suppressed, so a file holds
the figures of the screen. Text that a spreadsheet could take for a formula is
marked as text; numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from warehouse.errors import ThanThienError
from warehouse.safe_text import safe_text
from warehouse.words import Words, words_of

# The published stubs do not describe write-only sheets and their cells.
_Sheet = Any
_Cell = Any

Value = str | int | float | Decimal | bool | date | datetime | None

MAX_ROWS = 1_000_000
"""A sheet holds 1,048,576 rows; more is refused rather than cut."""

_NUMBER_FORMATS = {"share": "0.00%", "decimal": "#,##0.00", "whole": "#,##0"}


@dataclass(frozen=True)
class Column:
    """One column of an export.

    Attributes:
        name: Key in the rows.
        heading: What the reader sees.
        kind: `text`, `whole`, `decimal`, `share` (0…1, shown as a percentage),
            `date`.
        definition: What the figure means; goes to the second sheet.
    """

    name: str
    heading: str
    kind: str = "text"
    definition: str = ""


@dataclass(frozen=True)
class Export:
    """A table and everything a reader must know about it.

    Attributes:
        title: What the table shows.
        columns: Columns in order.
        rows: Column name → value, all rows, already scoped and suppressed.
        build_id: The published build they come from.
        data_as_of: Last day the data speak of.
        exported_by: User name of the reader.
        exported_at: When.
        filters: Filter → value, as on the screen.
        reason: Why the reader exports it, as given for the audit record.
        is_simulated: The data are invented.
        lang: `vi` or `en`.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Value]]
    build_id: str
    exported_by: str
    exported_at: datetime
    data_as_of: date | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    is_simulated: bool = False
    lang: str = "vi"


def to_xlsx(export: Export) -> bytes:
    """The table as a workbook: a sheet of data and a sheet about it.

    Raises:
        ThanThienError: More rows than a sheet holds.
    """
    if len(export.rows) > MAX_ROWS:
        rule = f"at most {MAX_ROWS} rows in a sheet"
        raise ThanThienError("rows", len(export.rows), rule, "filter, or take the CSV")
    words = words_of(export.lang)
    book = Workbook(write_only=True)
    data = book.create_sheet(words("export.data"))
    _set_form(data, export)
    if export.is_simulated:
        data.append([_text_cell(data, words("export.simulated"), is_bold=True)])
    data.append([_text_cell(data, c.heading, is_bold=True) for c in export.columns])
    for row in export.rows:
        data.append([_cell(data, c, row.get(c.name), words) for c in export.columns])
    about = book.create_sheet(words("export.about"))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 28, 90
    for name, value in _about(export):
        about.append([_text_cell(about, name, is_bold=True), _text_cell(about, value)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def to_csv(export: Export) -> bytes:
    """The table as Vietnamese Excel opens it: UTF-8 with BOM, `;`, decimal comma.

    Simulated data carry a column that says so in every row.
    """
    words = words_of(export.lang)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    marks = [words("export.simulated")] if export.is_simulated else []
    writer.writerow([safe_text(c.heading) for c in export.columns] + marks)
    for row in export.rows:
        cells = [_csv_text(c, row.get(c.name), words) for c in export.columns]
        writer.writerow(cells + marks)
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8")


def _about(export: Export) -> Iterable[tuple[str, str]]:
    words = words_of(export.lang)
    if export.is_simulated:
        yield words("export.simulated"), ""
    yield words("export.title"), export.title
    yield words("export.build"), export.build_id
    yield words("export.as_of"), _day(export.data_as_of) if export.data_as_of else ""
    yield words("export.exported_by"), export.exported_by
    yield words("export.exported_at"), f"{export.exported_at:%d/%m/%Y %H:%M}"
    yield words("export.reason"), export.reason
    yield words("export.rows"), str(len(export.rows))
    yield words("export.filters"), ""
    yield from export.filters.items()
    yield words("export.definitions"), ""
    for column in export.columns:
        if column.definition:
            yield column.heading, column.definition


def _set_form(sheet: _Sheet, export: Export) -> None:
    heading_row = 2 if export.is_simulated else 1
    sheet.freeze_panes = f"A{heading_row + 1}"
    last = get_column_letter(len(export.columns))
    end = heading_row + len(export.rows)
    sheet.auto_filter.ref = f"A{heading_row}:{last}{end}"
    for at, column in enumerate(export.columns, start=1):
        width = 16 if column.kind != "text" else 32
        sheet.column_dimensions[get_column_letter(at)].width = width


def _text_cell(sheet: _Sheet, text: str, *, is_bold: bool = False) -> _Cell:
    cell = WriteOnlyCell(sheet, value=safe_text(text))
    cell.data_type = "s"  # openpyxl makes a formula of any text that starts with =
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _cell(sheet: _Sheet, column: Column, value: Value, words: Words) -> _Cell | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return _text_cell(sheet, words("export.yes") if value else words("export.no"))
    if isinstance(value, str):
        return _text_cell(sheet, value)
    if isinstance(value, int | float | Decimal) and not _is_finite(value):
        return None
    cell: _Cell = WriteOnlyCell(sheet)
    cell.value = value
    if isinstance(value, date):
        has_time = isinstance(value, datetime)
        cell.number_format = "dd/mm/yyyy hh:mm" if has_time else "dd/mm/yyyy"
    else:
        cell.number_format = _NUMBER_FORMATS.get(column.kind, "General")
    return cell


def _csv_text(column: Column, value: Value, words: Words) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return words("export.yes") if value else words("export.no")
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return _day(value)
    if not _is_finite(value):
        return ""
    if column.kind == "share":
        return _exact(Decimal(str(value)) * 100) + "%"
    return _exact(Decimal(str(value)))


def _exact(number: Decimal) -> str:
    """All digits of a number, as the workbook holds them; 12 and not 12,0."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def _is_finite(value: int | float | Decimal) -> bool:
    return Decimal(value).is_finite()


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
