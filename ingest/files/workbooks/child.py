"""Runs alone: reads workbooks with limits and sends their rows to the parent.

For each workbook the parent names on standard input: one JSON line on standard
output listing the sheets (or the refusal); then, for each sheet the parent asks
for, one Arrow stream. If this process dies, the parent refuses the file it was
reading and goes on with another process.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import python_calamine as calamine

from ingest.files.archive_guard import SAVE_AGAIN
from ingest.files.hidden_places import HiddenPlaces
from ingest.files.workbooks.day_zero import day_zero
from ingest.files.workbooks.guard import check_zipped_workbook
from ingest.files.workbooks.limits import limit_this_process, limit_this_workbook
from ingest.files.workbooks.marked_cells import Marks
from ingest.files.workbooks.marked_ods import ods_marks
from ingest.files.workbooks.marked_xls import xls_marks
from ingest.files.workbooks.marked_xlsx import xlsx_marks
from warehouse.errors import UnreadableFileError

_THREE_DECIMALS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
BATCH_ROWS, BATCH_CELLS = 10_000, 1_000_000


def _number(value: float) -> str | None:
    if math.isfinite(value) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    # the cell is a number already: three decimals are no thousands
    return f"{text}0" if _THREE_DECIMALS.fullmatch(text) else text


def _date_time(value: dt.datetime) -> str:
    if value.microsecond:
        value = (value + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    if value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat(sep=" ")


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


_TEXT: dict[type, Callable[[Any], str | None]] = {
    str: str,
    float: _number,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    dt.datetime: _date_time,
    dt.date: dt.date.isoformat,
    dt.time: lambda value: value.replace(microsecond=0).isoformat(),
    dt.timedelta: _duration,
}


def _texts(cells: Sequence[Any]) -> pa.Array:
    """One column as text; the parent strips it and makes empty cells NULL."""
    if any(kind is not str for kind in set(map(type, cells))):
        cells = [c if type(c) is str else _TEXT[type(c)](c) for c in cells]
    return pa.array(cells, pa.string())


def _row_batches(
    sheet: calamine.CalamineSheet, schema: pa.Schema, marks: Marks
) -> Iterator[pa.RecordBatch]:
    """Rows from the sheet's first, blank ones included, so that lines are true."""
    if sheet.start is None:
        return
    rows: list[list[Any]] = []
    line = 1
    # iter_rows gives every row from the top, but no column left of the first used.
    pad = [""] * sheet.start[1]
    n_batch = max(1, min(BATCH_ROWS, BATCH_CELLS // len(schema)))
    for row, cells in enumerate(sheet.iter_rows()):
        rows.append(pad + cells if pad else cells)
        for column, text in marks.get(row, ()):
            if column < len(rows[-1]):
                rows[-1][column] = text
        if len(rows) == n_batch:
            yield _batch(rows, line, schema)
            line += len(rows)
            rows = []
    if rows:
        yield _batch(rows, line, schema)


def _batch(rows: list[list[Any]], line: int, schema: pa.Schema) -> pa.RecordBatch:
    lines = pa.array(range(line, line + len(rows)), pa.int64())
    columns = [_texts(column) for column in zip(*rows, strict=True)]
    return pa.RecordBatch.from_arrays([lines, *columns], schema=schema)


def _schema(
    sheet: calamine.CalamineSheet,
    max_rows: int | None,
    zero: dt.date,
    hidden: HiddenPlaces,
) -> pa.Schema:
    end = sheet.end or (-1, -1)
    n_rows = end[0] + 1 if max_rows is None else min(end[0] + 1, max_rows)
    merged = [m for m in sheet.merged_cell_ranges or [] if m[1][0] > m[0][0]]
    about = {"name": sheet.name, "merged": merged, "n_rows": n_rows}
    about |= {"day_zero": zero.isoformat(), "hidden": asdict(hidden)}
    fields = [pa.field("line", pa.int64())]
    fields += [pa.field(f"c{i}", pa.string()) for i in range(end[1] + 1)]
    return pa.schema(fields, metadata={"sheet": json.dumps(about)})


def _send_sheet(
    book: calamine.CalamineWorkbook,
    name: str,
    out: BinaryIO,
    max_rows: int | None,
    marks: Marks,
    zero: dt.date,
    hidden: HiddenPlaces,
) -> None:
    sheet = book.get_sheet_by_name(name)
    schema = _schema(sheet, max_rows, zero, hidden)
    # Not closed on failure: the parent must see a stream that is cut, not short.
    stream = pa.ipc.new_stream(out, schema)
    for batch in _row_batches(sheet, schema, marks):
        stream.write_batch(batch.slice(0, max_rows))
        if max_rows is not None:
            break
    stream.close()
    out.flush()


def _send_line(out: BinaryIO, message: dict[str, object]) -> None:
    out.write(json.dumps(message).encode() + b"\n")
    out.flush()


def _sheets(book: calamine.CalamineWorkbook) -> list[dict[str, object]]:
    return [
        {
            "name": sheet.name,
            "is_worksheet": sheet.typ == calamine.SheetTypeEnum.WorkSheet,
            "is_visible": sheet.visible == calamine.SheetVisibleEnum.Visible,
        }
        for sheet in book.sheets_metadata
    ]


def _open(path: Path, name: str, is_zipped: bool) -> calamine.CalamineWorkbook:
    """Guards and opens a workbook; every refusal in the family's words."""
    try:
        if is_zipped:
            check_zipped_workbook(path, name)
        # Given a path, calamine believes its ending; given the content, the content.
        return calamine.CalamineWorkbook.from_filelike(path.open("rb"))
    except calamine.PasswordError as error:
        rule = "the workbook is protected by a password"
        raise UnreadableFileError(name, "password", rule, SAVE_AGAIN) from error
    except calamine.CalamineError as error:
        rule = "the workbook is damaged or of an unknown form"
        raise UnreadableFileError(name, str(error), rule, SAVE_AGAIN) from error


def _marks(path: Path, sheet: str, hidden: HiddenPlaces, *, is_head: bool) -> Marks:
    """Cells the reader would give wrongly; of .xls and .ods only for whole sheets."""
    if not zipfile.is_zipfile(path):
        return {} if is_head else xls_marks(path, sheet, hidden)
    with zipfile.ZipFile(path) as archive:
        is_xlsx = "xl/workbook.xml" in archive.namelist()
    if is_xlsx:
        return xlsx_marks(path, sheet, hidden, is_head=is_head)
    return {} if is_head else ods_marks(path, sheet, hidden)


def serve(path: Path, name: str, is_zipped: bool, out: BinaryIO) -> None:
    """Reads `path`, called `name` in messages, and answers into `out`."""
    try:
        book = _open(path, name, is_zipped)
    except UnreadableFileError as refusal:
        parts = (refusal.thing, str(refusal.value), refusal.rule, refusal.next_step)
        _send_line(out, {"error": parts})
        return
    _send_line(out, {"sheets": _sheets(book)})
    zero = day_zero(path)
    order = json.loads(sys.stdin.readline() or '{"sheets": []}')
    for wanted in order["sheets"]:
        max_rows = order["max_rows"]
        hidden = HiddenPlaces()
        marks = _marks(path, wanted, hidden, is_head=max_rows is not None)
        _send_sheet(book, wanted, out, max_rows, marks, zero, hidden)


def own_output() -> BinaryIO:
    """Keeps standard output for answers: what a library prints goes elsewhere.

    xlrd prints warnings about odd files; among answers, one would leave the parent
    waiting for the rest of a message that nobody sends.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def main() -> None:
    """Reads workbooks until the parent names no other."""
    limit_this_process()
    out = own_output()
    while line := sys.stdin.readline():
        asked = json.loads(line)
        path = Path(asked["path"])
        limit_this_workbook(path.stat().st_size)
        serve(path, asked["name"], asked["is_zipped"], out)


if __name__ == "__main__":
    main()
