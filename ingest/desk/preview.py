"""A handed-over file as its clerk sees it in Excel, and what the reader makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.files.open import open_grids
from ingest.files.sheet import Header, ReadHints
from ingest.files.tables import Grid, Table
from ingest.files.text import heading_key
from ingest.spec.explain import header_for_draft
from ingest.spec.samples import mask, view_column
from ingest.spec.spec import Spec
from warehouse.errors import SpecError

ROWS_SHOWN = 14
COLUMNS_SHOWN = 14
CELL_LENGTH = 60
COVERED = "•••"
"""Stands where a cell may point to a person."""


def look_at(path: Path, specs: list[Spec]) -> Iterator[dict[str, Any]]:
    """The first rows of each sheet, with what each row is taken for.

    Args:
        path: The file.
        specs: All known specs.

    Yields:
        Per sheet: `sheet`, `header_line`, `headings`, `personal` (headings whose cells
        are covered), `rows` of `line`, `part` (title, header, data, left) and `cells`,
        and `problem`, the refusal if no table was found.

    Raises:
        UnreadableFileError: The file cannot be read.
    """
    known = frozenset[str]().union(*(spec.known_keys() for spec in specs))
    personal = frozenset[str]().union(*(spec.personal for spec in specs))
    hints = ReadHints(known_headings=known)
    for name, grid in open_grids(path, ReadHints(), heads_only=True):
        problem, header = "", None
        try:
            header = header_for_draft(name, grid, hints)
        except SpecError as error:
            problem = error.message
        yield _sheet(name, grid, header, personal) | {"problem": problem}


def _sheet(
    name: str, grid: Grid, header: Header | None, personal: frozenset[str]
) -> dict[str, Any]:
    covered: dict[int, str] = {}
    data_lines: set[int] = set()
    if header is not None:
        batch = next(Table(name, grid, header, ReadHints()).batches(), None)
        if batch is not None:
            data_lines = set(batch.column(0).to_pylist())
            for place, heading in zip(header.columns, header.headings, strict=True):
                at = header.columns.index(place) + 1
                cells = batch.column(at).slice(0, 200).to_pylist()
                if view_column(heading, cells, personal).looks == "personal":
                    covered[place] = heading
    shown = [r for r in grid.head if any(r.cells)][:ROWS_SHOWN]
    return {
        "sheet": grid.sheet,
        "header_line": header.line if header else None,
        "headings": list(header.headings) if header else [],
        "personal": sorted(covered.values(), key=heading_key),
        "rows": [
            {
                "line": row.line,
                "part": _part(row.line, header, data_lines),
                "cells": _cells(row.cells, row.line, header, covered),
            }
            for row in shown
        ],
    }


def _part(line: int, header: Header | None, data_lines: set[int]) -> str:
    if header is None or line < header.line:
        return "title"
    if line <= header.last_line:
        return "header"
    return "data" if line in data_lines else "left"


def _cells(
    cells: tuple[str | None, ...],
    line: int,
    header: Header | None,
    covered: dict[int, str],
) -> list[str]:
    is_below = header is not None and line > header.last_line
    # without a header nobody knows which column names people
    is_unknown = header is None
    shown = []
    for place, cell in enumerate(cells[:COLUMNS_SHOWN]):
        if cell and ((is_below and place in covered) or is_unknown):
            shown.append(COVERED)
        else:
            shown.append(mask(cell or "")[:CELL_LENGTH])
    return shown
