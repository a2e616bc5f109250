"""Columns typed in an old Vietnamese font beside columns in Unicode.

Names pasted from an old list keep its font; the columns around them do not. Each
column is judged by its own cells, and only what is certain is turned into Unicode.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from ingest.files.text import detect_cell_encoding, legacy_cell
from warehouse.errors import SpecError

if TYPE_CHECKING:
    from ingest.files.sheet import Row


def fonts_of(rows: Iterable[Row], columns: Sequence[int]) -> dict[int, str]:
    """Font by place among `columns`, of those surely typed in one.

    Args:
        rows: First rows below the headings.
        columns: Columns of the file to look at.
    """
    cells: list[list[str]] = [[] for _ in columns]
    for row in rows:
        for place, column in enumerate(columns):
            cell = row.cells[column] if column < len(row.cells) else None
            if cell and not cell.isascii():
                cells[place].append(cell)
    found = ((place, _font(texts)) for place, texts in enumerate(cells) if texts)
    return {place: font for place, font in found if font}


def _font(cells: list[str]) -> str | None:
    try:
        return detect_cell_encoding(cells)
    except SpecError:
        return None


def in_unicode(batch: pa.RecordBatch, fonts: Mapping[int, str]) -> pa.RecordBatch:
    """A batch with those columns turned; `line` stands before the first."""
    if not fonts:
        return batch
    arrays = list(batch.columns)
    for place, font in fonts.items():
        cells = (
            legacy_cell(cell, font) if cell else None
            for cell in arrays[place + 1].to_pylist()
        )
        arrays[place + 1] = pa.array(cells, pa.string())
    return pa.RecordBatch.from_arrays(arrays, batch.schema.names)
