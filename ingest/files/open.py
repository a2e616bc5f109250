"""Any delivered file as tables of text: the one door of the readers."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ingest.files.archive import unpack_gzip, unpack_zip
from ingest.files.csv_reader import HEAD_ROWS, CsvGrid
from ingest.files.file_form import form_of
from ingest.files.geojson.grid import GeojsonGrid
from ingest.files.header import find_header, has_known
from ingest.files.sheet import Header, ReadHints
from ingest.files.tables import Grid, Table
from ingest.files.text import LEGACY_CELLS, detect_encoding, heading_key
from ingest.files.workbooks.process import WorkbookProcesses
from ingest.files.workbooks.reader import workbook_sheets
from warehouse.errors import UnreadableFileError
from warehouse.safe_text import name_of

__all__ = ["ReadHints", "Table", "content_sha256", "open_tables"]

SAMPLE_BYTES = 4 << 20
_INSTRUCTIONS = tuple(
    map(heading_key, ("hướng dẫn", "ghi chú", "chú thích", "danh mục", "instruction"))
)
_NO_HINTS = ReadHints()


def content_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_tables(
    path: Path,
    hints: ReadHints = _NO_HINTS,
    *,
    heads_only: bool = False,
    processes: WorkbookProcesses | None = None,
) -> Iterator[Table]:
    """Opens the tables of a file, one after the other.

    Take each table's batches before asking for the next table. Leaving the loop
    early is safe: closing the iterator ends the reading process and removes what
    was unpacked.

    Args:
        path: A .csv .tsv .txt .xlsx .xls .ods .geojson file, or gzip or zip of these.
        hints: What the spec knows about the file.
        heads_only: Only headings and title lines are wanted: the batches of a
            workbook's tables then hold its first rows alone.
        processes: Where the process that reads a workbook comes from; if left out,
            each workbook has its own.

    Yields:
        One `Table` per text file or sheet that matters.

    Raises:
        UnreadableFileError: The file cannot be read whole.
        SpecError: Something must be said in the spec first.
    """
    n_tables = 0
    for file_name, grid in open_grids(
        path, hints, heads_only=heads_only, processes=processes
    ):
        header = header_that_matters(grid, file_name, hints)
        if header is None:
            continue
        n_tables += 1
        yield Table(file_name, grid, header, hints)
    if n_tables == 0:
        raise UnreadableFileError(
            name_of(path),
            "0 tables",
            "a file must hold a table with a row of headings",
            "check the file, or set read.header_line and read.sheets in the spec",
        )


def header_that_matters(grid: Grid, name: str, hints: ReadHints) -> Header | None:
    """The header of a sheet; None for empty sheets, instructions, other layouts.

    A sheet the spec names must hold a table. Of the others, those that know none
    of the spec's headings are passed over when the spec has any.
    """
    where = f"{name} {grid.sheet}".strip()
    is_chosen = bool(hints.sheets) or grid.delimiter is not None
    if not is_chosen and not has_known(grid.head, hints.known_headings):
        title = heading_key(grid.sheet.rpartition("/")[2])
        is_prose = max((sum(map(bool, r.cells)) for r in grid.head), default=0) < 2
        if hints.known_headings or is_prose or title.startswith(_INSTRUCTIONS):
            return None
    return find_header(grid.head, hints, where)


def open_grids(
    path: Path,
    hints: ReadHints,
    *,
    heads_only: bool,
    processes: WorkbookProcesses | None = None,
) -> Iterator[tuple[str, Grid]]:
    """Every sheet and text file of a delivery, header or not, with its file's name."""
    if processes is None:
        with closing(WorkbookProcesses()) as own:
            yield from open_grids(path, hints, heads_only=heads_only, processes=own)
        return
    how = _How(hints, heads_only, processes)
    name = name_of(path)
    form = form_of(path, name)
    if form == "gzip":
        with tempfile.TemporaryDirectory(prefix="thanthien-") as folder:
            inner = unpack_gzip(path, name, Path(folder))
            inner_name = name.removesuffix(".gz")
            yield from _plain_grids(inner, inner_name, "", how)
    elif form == "zip":
        with tempfile.TemporaryDirectory(prefix="thanthien-") as folder:
            for member, inner in unpack_zip(path, name, Path(folder)):
                yield from _plain_grids(inner, member, member, how)
    else:
        yield from _plain_grids(path, name, "", how)


@dataclass(frozen=True)
class _How:
    """How a delivery is read, whatever its form."""

    hints: ReadHints
    heads_only: bool
    processes: WorkbookProcesses


def _plain_grids(
    path: Path, name: str, member: str, how: _How
) -> Iterator[tuple[str, Grid]]:
    form = form_of(path, name)
    if form in ("zip", "gzip"):
        raise UnreadableFileError(
            name, form, "an archive inside an archive is not read", "unpack it once"
        )
    if form == "text":
        yield name, _text_grid(path, name, member, how.hints)
        return
    if form == "geojson":
        yield name, GeojsonGrid(path, name, member)
        return
    is_zipped = form == "zipped_workbook"
    with workbook_sheets(
        path,
        name,
        how.hints,
        how.processes,
        is_zipped=is_zipped,
        heads_only=how.heads_only,
    ) as sheets:
        for grid in sheets:
            grid.sheet = f"{member}/{grid.sheet}" if member else grid.sheet
            yield name, grid


def _text_grid(path: Path, name: str, member: str, hints: ReadHints) -> CsvGrid:
    encoding = hints.encoding
    if encoding in ("auto", "utf-16"):
        with path.open("rb") as stream:
            found = detect_encoding(stream.read(SAMPLE_BYTES))
        is_named = encoding == "utf-16" and not found.startswith("utf-16")
        encoding = "utf-16-le" if is_named else found
    return CsvGrid(
        name=name,
        sheet=member,
        open_bytes=lambda: path.open("rb"),
        encoding=encoding,
        wanted_delimiter=hints.delimiter,
        needs_final_newline=hints.needs_final_newline,
        head_rows=max(HEAD_ROWS, (hints.header_line or 0) + 20),
        may_mix_fonts=hints.encoding == "auto" and encoding not in LEGACY_CELLS,
    )
