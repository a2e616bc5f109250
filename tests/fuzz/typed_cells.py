"""Workbooks written whole with cells of another type, length or meaning."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz.cells import nasty_cell
from tests.ingest.files.workbooks import Cell, Rows, write_ods, write_xls, write_xlsx

_MAX_CHARS = 30_000
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
WRITERS: dict[str, Callable[[Path, Mapping[str, Rows]], Path]] = {
    "xlsx": write_xlsx,
    "xls": write_xls,
    "ods": write_ods,
}
_VALUES: tuple[Any, ...] = (
    0,
    -1,
    10**12,
    0.1 + 0.2,
    1e308,
    -1e-300,
    True,
    False,
    dt.date(1900, 3, 1),
    dt.date(2099, 12, 31),
    dt.datetime(2026, 10, 5, 23, 59, 59, 999_999),
    2_958_465.5,
    None,
    "=1/0",
    "=A1",
)


def spoil_typed_cells(rows: Rows, form: str, chance: Random) -> bytes:
    """Some cells, or a whole column, written as values of another type."""
    table: list[list[Cell]] = [list(row) for row in rows]
    for _ in range(chance.randrange(1, 10)):
        row = chance.choice(table)
        if row:
            place = chance.randrange(len(row))
            row[place] = _value(chance, row[place])
    if chance.random() < 0.3:
        place, put = chance.randrange(max(map(len, table))), _value(chance, "x")
        for row in table[1:]:
            if place < len(row):
                row[place] = put
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{form}"
        return WRITERS[form](path, {"Sheet1": table}).read_bytes()


def _value(chance: Random, cell: Cell) -> Cell:
    if chance.random() < 0.5:
        value: Cell = chance.choice(_VALUES)
        return value
    text = nasty_cell(chance, str(cell or ""))
    # what no writer takes comes by spoilt parts and bytes
    return _NO_XML.sub("", text)[:_MAX_CHARS]
