"""What is hidden in a province's own file stays hidden in the national one.

A province's whole can be hidden to protect a commune: shown elsewhere, it would give
the commune away. So the cells hidden in the province's files are carried, in the one
its own readers have and in the one made here, and with each the nation's, the sum.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import DamagedError, NothingPublishedError
from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_lattices import LATTICES, all_hidden_cells
from warehouse.nation.provinces import SEPARATOR
from warehouse.nation.qualified import qualified_value
from warehouse.settings import Settings
from warehouse.stores.durable import replace_text
from warehouse.stores.read_through import attach
from warehouse.stores.run_query import plain
from warehouse.stores.run_sql import run_sql

_TABLE = "nation_hidden"
_NOTED = "hidden.json"
_WHOLES = "select unit_key from main.dim_units where unit_level = 'province'"
_OF_UNITS = frozenset(
    lattice
    for lattice, columns in LATTICES.items()
    if "unit_key" in columns and "officer_code" not in columns
)


def hidden_wholes(path: Path) -> set[Cell]:
    """Cells of a province as a whole that its file hides.

    Args:
        path: A published file of the province.
    """
    with duckdb.connect() as connection:
        attach(connection, path, "province")
        run_sql(connection, "use province")

        def ask(text: str) -> list[dict[str, Any]]:
            try:
                found = run_sql(connection, text)
            except (duckdb.CatalogException, duckdb.BinderException) as error:
                rule, step = "this build has no such part", "thanthien build"
                raise NothingPublishedError("build", text, rule, step) from error
            names = [column[0] for column in found.description or ()]
            return [
                dict(zip(names, map(plain, row), strict=True))
                for row in found.fetchall()
            ]

        wholes = {row["unit_key"] for row in ask(_WHOLES)}
        return {
            cell
            for cell in all_hidden_cells(ask)
            if cell[0] in _OF_UNITS and cell[1 + _place(cell)] in wholes
        }


def carried(cells: Iterable[Cell], code: str, nation: str) -> set[Cell]:
    """The same cells as the national file names them, and the nation's.

    Args:
        cells: Of the province's file.
        code: The province's code.
        nation: Unit key of the nation.
    """
    found: set[Cell] = set()
    for cell in cells:
        lattice, *values = cell
        named = zip(LATTICES[lattice], values, strict=True)
        # a question may be the province's own or, as a criterion is, everybody's
        for own in product(*(_named(*pair, code) for pair in named)):
            place = _place(cell)
            found.add((lattice, *own))
            found.add((lattice, *own[:place], nation, *own[place + 1 :]))
    return found


def _named(column: str, value: object, code: str) -> tuple[object, ...]:
    """What a value of a cell may be called in the national file."""
    if column == "item_code":
        return (value, f"{code}{SEPARATOR}{value}")
    return (qualified_value(column, value, code),)


def _place(cell: Cell) -> int:
    """Where among its values the unit stands."""
    return LATTICES[cell[0]].index("unit_key")


def note_cells(province: Settings, cells: Iterable[Cell]) -> None:
    """Keeps beside what was gathered what the province's own readers have hidden."""
    text = json.dumps(_texts(cells), indent=1)
    replace_text(province.home / _NOTED, text + "\n")


def noted_cells(province: Settings) -> set[Cell]:
    """What `note_cells` kept.

    Raises:
        DamagedError: It is lost or cannot be read.
    """
    path = province.home / _NOTED
    try:
        return {_read(text) for text in json.loads(path.read_text(encoding="utf-8"))}
    except (OSError, ValueError, KeyError, TypeError) as error:
        rule = "what was noted of a gathered province must be as it was written"
        step = "thanthien nation gather"
        raise DamagedError(path.name, str(path), rule, step) from error


def write_cells(connection: duckdb.DuckDBPyConnection, cells: Iterable[Cell]) -> None:
    """Keeps them in the national file, which is in use."""
    run_sql(connection, f"create table main.{_TABLE} (cell varchar)")
    run_sql(
        connection,
        f"insert into main.{_TABLE} select unnest($texts::varchar[])",
        {"texts": _texts(cells)},
    )


def kept_cells(connection: duckdb.DuckDBPyConnection) -> frozenset[Cell]:
    """Those kept in a national file; none in any other.

    Args:
        connection: The published build.
    """
    try:
        rows = run_sql(connection, f"select cell from main.{_TABLE}").fetchall()
    except duckdb.CatalogException:
        return frozenset()
    return frozenset(_read(text) for (text,) in rows)


def _texts(cells: Iterable[Cell]) -> list[str]:
    return sorted({json.dumps([*map(_as_text, cell)]) for cell in cells})


def _as_text(value: object) -> str | None:
    return None if value is None else str(value)


def _read(text: str) -> Cell:
    lattice, *values = json.loads(text)
    columns = LATTICES[lattice]
    return (
        lattice,
        *(
            date.fromisoformat(value) if column == "month" else value
            for column, value in zip(columns, values, strict=True)
        ),
    )
