"""Small good files to spoil: at least one of every shipped layout, in several forms."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from ingest.loading.result import FileResult
from ingest.spec.read_spec import shipped_specs
from tests.fuzz.text_spoilings import decoded
from tests.ingest.files.workbooks import Cell, Rows, write_ods, write_xls

MAX_ROWS = 40
PER_LAYOUT = 3
_MAX_XLS_COLUMNS = 256
_IS_LIST = re.compile(r"0[1-7]_")
_KOBO = Path(__file__).parents[1] / "cases/06_not_approved/kobo_duyet.csv"
_ALIASES = """Cách viết,Mã đơn vị,Tên đơn vị
Xã Mô Phỏng Một cũ,09007,
UBND xã Mô Phỏng 7,09007,
"""


@dataclass(frozen=True)
class Seed:
    """A good file.

    Attributes:
        layout: Name of the shipped spec that reads it.
        name: File name as delivered.
        data: Its bytes.
        rows: Its rows, where it has one sheet.
    """

    layout: str
    name: str
    data: bytes
    rows: Rows = ()

    @property
    def form(self) -> str:
        """csv, xlsx, xls, ods or geojson."""
        ending = self.name.rpartition(".")[2]
        return "csv" if ending == "txt" else ending


def starts_of(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The first rows of each file in a folder of their own; lists of units whole."""
    folder.mkdir()
    (folder / "MO_PHONG.txt").touch()
    return [_start(path, folder / path.name) for path in paths]


def _start(path: Path, to: Path) -> Path:
    if _IS_LIST.match(path.name) or path.suffix == ".geojson":
        shutil.copyfile(path, to)
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            sheet.delete_rows(MAX_ROWS, max(1, sheet.max_row - MAX_ROWS + 1))
        book.save(to)
    else:
        lines = path.read_bytes().splitlines(keepends=True)
        to.write_bytes(b"".join(lines[:MAX_ROWS]))
    return to


def seeds_of(paths: Sequence[Path], results: Sequence[FileResult]) -> list[Seed]:
    """Good files of every layout; those of one sheet also as .xls and .ods.

    Args:
        paths: Files of the small province.
        results: What each was read with.

    Raises:
        ValueError: A shipped layout has no file here.
    """
    of_layout: dict[str, list[Path]] = defaultdict(list)
    for path, result in zip(paths, results, strict=True):
        of_layout[str(result.spec_name)].append(path)
    found = [_odk(), Seed("unit_alias_list", "cach_viet.csv", _ALIASES.encode())]
    for layout, some in of_layout.items():
        for path in some[-PER_LAYOUT:]:
            rows = _rows(path)
            found.append(Seed(layout, path.name, path.read_bytes(), rows))
            found += _as_old_workbooks(layout, path, rows)
    missing = {spec.name for spec in shipped_specs()} - {seed.layout for seed in found}
    if missing:
        raise ValueError(f"no good file of {sorted(missing)}")
    return sorted(found, key=lambda seed: (seed.layout, seed.name))


def _rows(path: Path) -> Rows:
    """Rows of the one sheet of a file; none of another form."""
    if path.suffix in (".csv", ".txt"):
        text = decoded(path.read_bytes())
        delimiter = max(",;\t", key=text.splitlines()[0].count)
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    if path.suffix != ".xlsx":
        return []
    book = openpyxl.load_workbook(path)
    if len(book.worksheets) > 1:
        return []
    return [[_plain(cell) for cell in row] for row in book.worksheets[0].values]


def _plain(cell: object) -> Cell:
    return cell if isinstance(cell, str | int | float | dt.date) else None


def _as_old_workbooks(layout: str, path: Path, rows: Rows) -> list[Seed]:
    if not rows or max(map(len, rows)) > _MAX_XLS_COLUMNS:
        return []
    found = []
    for write, ending in ((write_xls, ".xls"), (write_ods, ".ods")):
        made = write(path.with_suffix(ending), {"Sheet1": rows})
        found.append(Seed(layout, made.name, made.read_bytes(), rows))
        made.unlink()
    return found


def _odk() -> Seed:
    """The KoBo export under the names ODK Central gives its columns."""
    head, *rows = _KOBO.read_text("utf-8").splitlines()
    head = head.replace("/", "-").replace("_validation_status", "ReviewState")
    for old, new in (
        ("_id", "KEY"),
        ("_uuid", "SubmitterID"),
        ("_index", "Edits"),
        ("_submission_time", "SubmissionDate"),
    ):
        head = head.replace(f";{old}", f";{new}", 1)
    rows = [row.replace(";Approved;", ";approved;") for row in rows]
    return Seed("odk_central", "odk.csv", "\n".join([head, *rows, ""]).encode())
