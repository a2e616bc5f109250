"""What of a workbook nobody sees: hidden sheets, rows and columns, read or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.files.tables import Table
from ingest.mapping.notices import MAX_LINES, Notice


def unseen_places(table: Table, columns: Sequence[str]) -> Iterator[Notice]:
    """Hidden sheets beside a table, and what is hidden in it although it is read.

    Args:
        table: The table.
        columns: Its columns that are read, c0 c1 ….
    """
    if table.grid.unread:
        yield Notice.of_file("sheet_hidden", sheets=" | ".join(table.grid.unread))
    if table.grid.is_unseen:
        yield Notice.of_file("sheet_hidden_read", sheets=table.sheet)
    n_rows, lines = table.hidden_rows()
    if n_rows:
        yield Notice.of("rows_hidden", n_rows, lines[:MAX_LINES])
    read = {table.headings[int(column[1:])] for column in columns}
    hidden = [heading for heading in table.hidden_headings() if heading in read]
    if hidden:
        yield Notice.of_file("columns_hidden", columns=" | ".join(hidden))
