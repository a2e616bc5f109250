"""A published build that is open for reading, with what is hidden in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import duckdb

from warehouse.builds.published import Build
from warehouse.custody.figures_digest import figure_digests
from warehouse.hiding.blocks import Cell
from warehouse.hiding.hidden_lattices import all_hidden_cells
from warehouse.hiding.shown_looks import Looks, shown_looks
from warehouse.nation.carried_hiding import kept_cells
from warehouse.nation.gathered_waves import gathered_waves
from warehouse.stores.faults import in_words
from warehouse.stores.kept_rows import KeptRows
from warehouse.stores.run_query import rows_of

# A second wall behind the checked queries: no file, network or setting from SQL.
_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "512MB",
    "threads": 2,
    "lock_configuration": True,
}


class OpenBuild(NamedTuple):
    """What a reader keeps of the build it reads.

    Attributes:
        build: Which it is.
        connection: Open, for cursors.
        hidden: Its hidden cells.
        looks: How many units of those shown are looked at together.
        figures: Wave → digest of what the build says of it.
        kept: Short answers.
        gathered: Waves of a nation's build; None in a province's.
    """

    build: Build
    connection: duckdb.DuckDBPyConnection
    hidden: frozenset[Cell]
    looks: Looks
    figures: Mapping[str, str]
    kept: KeptRows
    gathered: tuple[str, ...] | None


def open_build(build: Build) -> OpenBuild:
    """Opens a build and chooses what is hidden in it.

    Raises:
        DamagedError: It cannot be read.
        DiskError: It is missing, or the disk does not let it be opened.
    """
    with in_words(build.path):
        connection = duckdb.connect(str(build.path), read_only=True, config=_LOCKED)

        def ask(text: str) -> list[dict[str, Any]]:
            return rows_of(connection, text, {}, limit=10_000_000)

        hidden = kept_cells(connection) | all_hidden_cells(ask)
        looks = shown_looks(ask, hidden)
        figures = figure_digests(connection)
        gathered = gathered_waves(connection)
    return OpenBuild(build, connection, hidden, looks, figures, KeptRows(), gathered)
