"""What the reader sees in an unknown file, and which spec fits it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from ingest.files.file_form import form_of
from ingest.files.open import header_that_matters, open_grids
from ingest.files.sheet import Header, ReadHints
from ingest.files.tables import Grid, Table
from ingest.spec.find_spec import TableHead, known_specs, rank_specs
from ingest.spec.layout import Fit
from ingest.spec.misfit import is_near, next_step
from ingest.spec.samples import mask, view_column
from ingest.spec.seen import Explanation, FitView, SheetView
from ingest.spec.spec import Spec
from warehouse.errors import SpecError, ThanThienError
from warehouse.safe_text import name_of
from warehouse.settings import Settings

MAX_FITS = 3


def explain_file(path: Path, settings: Settings) -> Explanation:
    """Looks at the first rows of every sheet of a file.

    Args:
        path: Any file.
        settings: `home` is searched for own specs.

    Returns:
        What was seen; a file that cannot be read has a `problem`.
    """
    specs = known_specs(settings)
    known = frozenset[str]().union(*(spec.known_keys() for spec in specs))
    form: str | None = None
    problem: str | None = None
    sheets: list[SheetView] = []
    heads: list[TableHead] = []
    try:
        form = form_of(path, name_of(path))
        personal = frozenset[str]().union(*(spec.personal for spec in specs))
        for file_name, grid in open_grids(path, ReadHints(), heads_only=True):
            sheet = _view_sheet(file_name, grid, known, personal)
            sheets.append(sheet)
            if sheet.columns:
                names = tuple(column.heading for column in sheet.columns)
                heads.append(TableHead(sheet.sheet, names))
    except ThanThienError as error:
        problem = error.message
    return Explanation(
        file_name=name_of(path),
        size_bytes=path.stat().st_size,
        form=form,
        sheets=tuple(sheets),
        fits=_fits(specs, heads),
        problem=problem,
    )


class SheetHead(NamedTuple):
    """A table as its first rows show it: headings, first cells, lines above."""

    headings: tuple[str, ...]
    cells: list[list[str | None]]
    titles: tuple[str, ...]


def sheets_to_draft(path: Path, known: frozenset[str]) -> Iterator[SheetHead]:
    """Headings and first cells of each table of a file, by column.

    Args:
        path: The file.
        known: Comparison keys of known headings, by which a row of them is found.

    Raises:
        UnreadableFileError: The file cannot be read.
        SpecError: Its table cannot be found without help.
    """
    hints = ReadHints(known_headings=known)
    for file_name, grid in open_grids(path, ReadHints(), heads_only=True):
        header = header_for_draft(file_name, grid, hints)
        if header is not None:
            table = Table(file_name, grid, header, ReadHints())
            yield SheetHead(header.headings, _first_cells(table), table.title_lines)


def header_for_draft(name: str, grid: Grid, hints: ReadHints) -> Header | None:
    """The header of a sheet; headings no spec knows count too, a draft is for them.

    Where known headings stand below others that are merged, whole columns would be left
    without a name: then the rows that name more columns are the header.

    Raises:
        SpecError: A table is there, but which row heads it is not certain.
    """
    found = header_that_matters(grid, name, hints)
    if found is not None and not found.n_unnamed:
        return found
    try:
        other = header_that_matters(grid, name, ReadHints())
    except SpecError:
        if found is None:
            raise
        return found
    if found is None or other is None:
        return found or other
    return min(found, other, key=lambda one: one.n_unnamed)


def _view_sheet(
    file_name: str, grid: Grid, known: frozenset[str], personal: frozenset[str]
) -> SheetView:
    try:
        header = header_for_draft(file_name, grid, ReadHints(known_headings=known))
        if header is None:
            return _without_header(file_name, grid, None)
        table = Table(file_name, grid, header, ReadHints())
        cells = _first_cells(table)
    except SpecError as error:
        return _without_header(file_name, grid, error.message)
    columns = [
        view_column(heading, texts, personal)
        for heading, texts in zip(header.headings, cells, strict=True)
    ]
    return SheetView(
        file_name=file_name,
        sheet=grid.sheet,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        header_line=header.line,
        header_rows=len(header.raw_rows),
        title_lines=tuple(map(mask, table.title_lines)),
        columns=tuple(columns),
        duplicates=header.duplicates,
        n_rows_seen=len(cells[0]) if cells else 0,
        skipped=tuple(sorted(table.skipped.items())),
        n_hidden_rows=table.hidden_rows()[0],
        hidden_columns=table.hidden_headings(),
        hidden_sheets=tuple(grid.unread),
    )


def _without_header(file_name: str, grid: Grid, problem: str | None) -> SheetView:
    return SheetView(
        file_name, grid.sheet, grid.encoding, grid.delimiter, problem=problem
    )


def _first_cells(table: Table) -> list[list[str | None]]:
    batch: pa.RecordBatch | None = next(table.batches(), None)
    if batch is None:
        return [[] for _ in table.headings]
    return [column.slice(0, 200).to_pylist() for column in batch.columns[1:]]


def _next_step(found: Fit) -> str:
    return "" if found.is_fitting or not is_near(found) else next_step(found, "")


def _fits(specs: Sequence[Spec], heads: Sequence[TableHead]) -> tuple[FitView, ...]:
    if not heads:
        return ()
    return tuple(
        FitView(
            spec=fit.spec.name,
            title_vi=fit.spec.title["vi"],
            title_en=fit.spec.title["en"],
            is_fitting=fit.is_fitting,
            n_known=fit.n_known,
            missing=fit.missing,
            unknown=fit.unknown,
            next_step=_next_step(fit),
        )
        for fit in rank_specs(specs, heads)[:MAX_FITS]
    )
