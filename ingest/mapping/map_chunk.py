"""A chunk of rows as records, typed, hashed and judged, before raw sees it.

All this needs no more of raw than the unit lists. So a database in memory can do it
in a thread, while raw takes in the chunk before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ingest.mapping.columns.cells import Cells
from ingest.mapping.denouncer import check_no_denouncer
from ingest.mapping.gathering.gather_sql import GatherSql
from ingest.mapping.kind_sql import CHUNK, KindSql
from ingest.mapping.mapped_kind import MappedKind
from ingest.mapping.notices import Notice
from ingest.mapping.noticing.find_notices import left_out, notices_of, unread_sql
from ingest.mapping.parents import ParentRows, store_parent
from ingest.mapping.refused_cells import refused_among, refused_cells
from ingest.mapping.table_plan import Chunk, TablePlan
from ingest.mapping.unit_lists import UnitLists
from ingest.values.date_order import Evidence
from warehouse.safe_text import name_of
from warehouse.settings import Settings
from warehouse.stores.run_sql import arrow_table, run_sql

SMALL_ROWS = 5_000
"""Up to so many rows, planning a query takes longer than running it."""


@dataclass(frozen=True)
class MappedChunk:
    """A chunk ready for raw.

    Attributes:
        kinds: What it gave, by kind, in the order of the spec.
        n_rows: Its rows.
        n_unread: Rows no kind reads.
        n_skipped: Rows the reader left out in the whole table; 0 before its last chunk.
        notices: What to know of it; of the whole table with its last chunk.
    """

    kinds: tuple[MappedKind, ...]
    n_rows: int
    n_unread: int
    n_skipped: int
    notices: tuple[Notice, ...]


class Mapper:
    """Maps the chunks of files one after another, on one connection.

    Args:
        connection: Where the work is done. It must be raw's own, inside the file's
            transaction, for a spec that looks up units.
        units: The unit lists known so far, for codes that may be names.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, units: UnitLists | None
    ) -> None:
        # A number of 128 bits would leave as a decimal, and lose its last digits.
        run_sql(connection, "set arrow_lossless_conversion = true")
        self._connection = connection
        self._units = units
        self._started: TablePlan | None = None
        self._evidence: dict[str, Evidence] = {}
        self._empty: set[str] = set()

    @classmethod
    def in_memory(cls, settings: Settings, units: UnitLists | None) -> Mapper:
        """A mapper with a database of its own, which holds no more than judgements."""
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{settings.memory_limit_mb}MiB",
            # the others read and load meanwhile
            "threads": max(1, settings.threads - 1),
            "temp_directory": str(settings.home / "spill_map"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        return cls(duckdb.connect(config=config), units)

    def look_up_in(self, units: UnitLists | None) -> None:
        """Takes newer unit lists, for the files that begin from now on."""
        self._units = units

    def start(self, parents: Sequence[ParentRows]) -> None:
        """Begins a file.

        Raises:
            SpecError: The key of a parent sheet is not unique.
        """
        self._started = None
        for parent in parents:
            store_parent(self._connection, parent)

    def map(self, chunk: Chunk, path: Path) -> MappedChunk:
        """Maps the next chunk of a file.

        Raises:
            UnreadableFileError: It holds denunciations beside who wrote them.
            SpecError: No unit list is loaded to look units up in.
        """
        connection, plan = self._connection, chunk.plan
        if plan is not self._started:
            self._empty = set(_start_table(connection, plan))
            self._started = plan
            self._evidence = {}
        connection.register(CHUNK, chunk.rows)
        cells = Cells(chunk.rows)
        kinds: list[MappedKind] = []
        notices: list[Notice] = []
        for kind in plan.kinds:
            identity = list(plan.identity)
            check_no_denouncer(
                connection, kind, identity, name_of(path), self._units, cells
            )
            for judged in kind.judged():
                if judged.learn(connection, self._units, cells):
                    self._empty.discard(judged.table)
            self._weigh(kind, cells)
            mapped = map_kind(
                connection,
                kind.without(self._empty, cells),
                is_last=chunk.is_last,
                is_small=chunk.rows.num_rows <= SMALL_ROWS,
            )
            kinds.append(mapped)
            notices += notices_of(connection, mapped)
        n_unread = _count_unread(connection, plan.kinds)
        if n_unread:
            notices += left_out(connection, plan.kinds)
        connection.unregister(CHUNK)
        n_skipped = 0
        if chunk.is_last:
            n_skipped = plan.table.n_skipped_rows
            notices += [*plan.notices, *self._orders(plan)]
        return MappedChunk(
            tuple(kinds), chunk.rows.num_rows, n_unread, n_skipped, tuple(notices)
        )

    def _weigh(self, kind: KindSql, cells: Cells) -> None:
        """Adds what the dates of a chunk say of the order of day and month."""
        connection = self._connection
        for date, texts, cell in kind.weighed():
            before = self._evidence.get(date.place, Evidence())
            if cell:
                connection.register("weighed", cells.counted(cell))
                after = date.weigh(connection, "from weighed", before, "n")
                connection.unregister("weighed")
            else:
                after = date.weigh(connection, texts, before)
            self._evidence[date.place] = after

    def _orders(self, plan: TablePlan) -> Iterator[Notice]:
        """Columns whose order of day and month their own dates have decided."""
        columns = [c for kind in plan.kinds for c in kind.columns if c.date]
        for column in columns:
            assert column.date is not None
            evidence = self._evidence.get(column.date.place)
            verdict = evidence.texts(column.date.orders) if evidence else "sure"
            if evidence and evidence.either and verdict in ("day", "month"):
                code = "order_day" if verdict == "day" else "order_month"
                yield Notice.of_file(code, column=column.label)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()


def _start_table(
    connection: duckdb.DuckDBPyConnection, plan: TablePlan
) -> Iterator[str]:
    """Makes the tables of judgements, all empty, and names them."""
    for kind in plan.kinds:
        judged = list(kind.judged())
        if judged:
            run_sql(connection, "; ".join(one.creation for one in judged))
        yield from (one.table for one in judged)
        if kind.rule.one_per:
            run_sql(connection, GatherSql(kind).forget())


def map_kind(
    connection: duckdb.DuckDBPyConnection,
    sql: KindSql,
    *,
    is_last: bool,
    is_small: bool = False,
) -> MappedKind:
    """Maps the registered chunk as one kind, whose judgements are learned.

    Where many rows make one record, the last chunk gives those of all chunks.

    Args:
        connection: Where the chunk is.
        sql: The kind.
        is_last: Whether it is the last chunk of its table.
        is_small: Whether to plan the query takes longer than to run it.
    """
    if sql.rule.one_per:
        return _gather(connection, sql, is_last=is_last)
    query = sql.records()
    if is_small:
        # a query that gives an Arrow table is planned twice
        run_sql(connection, f"create or replace temp table small_records as {query}")
        query = "from small_records"
    records = arrow_table(connection, query)
    is_suspect = _flags(records, "is_suspect")
    is_broken = [_flags(records, f"is_broken_{i}") for i in range(len(sql.answers))]
    is_asked = np.logical_or.reduce([is_suspect, *is_broken])
    refused, is_refused = None, np.zeros(records.num_rows, dtype=bool)
    if is_asked.any():
        suspects = records.filter(is_asked).select(["line"])
        answers = [i for i, broken in enumerate(is_broken) if broken.any()]
        refused, lines = refused_among(connection, sql, suspects, answers)
        is_refused = np.isin(records.column("line").to_numpy(), lines)
    names = [f"is_refused_{i}" for i in range(len(sql.answers))] or ["is_refused"]
    flags = [is_refused | broken for broken in is_broken] or [is_refused]
    for name, flag in zip(names, flags, strict=True):
        records = records.append_column(name, pa.array(flag))
    return replace(_of_records(sql, records, flags), refused=refused)


def _gather(
    connection: duckdb.DuckDBPyConnection, sql: KindSql, *, is_last: bool
) -> MappedKind:
    """Keeps the rows of a chunk; with the last one, all rows as their records."""
    gather = GatherSql(sql)
    run_sql(connection, gather.create())
    run_sql(connection, gather.keep())
    cells = [refused_cells(connection, sql, CHUNK)]
    if is_last:
        of_cases = arrow_table(connection, gather.refused())
        cells.append(of_cases.rename_columns(cells[0].column_names))
    records = arrow_table(connection, gather.records(is_last=is_last))
    mapped = _of_records(sql, records, [_flags(records, "is_refused")])
    n_rows = 0
    if is_last:
        [(n_rows,)] = run_sql(connection, gather.count()).fetchall()
        run_sql(connection, gather.forget())
    return replace(mapped, refused=pa.concat_tables(cells), n_gathered=int(n_rows))


def _of_records(
    sql: KindSql, records: pa.Table, flags: Sequence[npt.NDArray[np.bool_]]
) -> MappedKind:
    records = records.append_column("id", pa.array(np.arange(records.num_rows)))
    is_refused = np.concatenate(flags)
    hashes = _hashes(records)
    n_refused = int(is_refused.sum())
    return MappedKind(
        sql=sql,
        records=records,
        refused=None,
        n_read=len(is_refused),
        n_refused=n_refused,
        may_repeat=_may_repeat(hashes[~is_refused] if n_refused else hashes),
    )


def _flags(records: pa.Table, name: str) -> npt.NDArray[np.bool_]:
    """A column of yes and no without NULL."""
    stored: npt.NDArray[np.int8] = _stored(records, name, np.int8)[:, 0]
    return stored.astype(np.bool_)


def _hashes(records: pa.Table) -> npt.NDArray[np.uint64]:
    """Half of the hash of every record, or of every answer one after the other."""
    columns = [n for n in records.column_names if n.rpartition("_")[0] == "md5"]
    halves = [_stored(records, n, np.uint64, 2)[:, 0] for n in columns or ["md5"]]
    return np.concatenate(halves)


def _stored(
    records: pa.Table, name: str, type_: type[np.generic], n_parts: int = 1
) -> npt.NDArray[Any]:
    """A column without NULL as the numbers it is stored in, one row a value.

    Args:
        records: What `KindSql.records` gives.
        name: Column.
        type_: Numpy type of its storage.
        n_parts: Numbers of that type in a value.
    """
    parts = [
        np.frombuffer(array.storage.buffers()[1], type_).reshape(-1, n_parts)[
            array.offset : array.offset + len(array)
        ]
        for array in records.column(name).chunks
    ]
    return np.concatenate([np.empty((0, n_parts), type_), *parts])


def _may_repeat(hashes: npt.NDArray[np.generic]) -> bool:
    """Half of each hash decides: two that differ there differ."""
    ordered = np.sort(hashes)
    return bool((ordered[1:] == ordered[:-1]).any())


def _count_unread(
    connection: duckdb.DuckDBPyConnection, kinds: Sequence[KindSql]
) -> int:
    """Rows of the chunk that no kind reads."""
    if not kinds or any(not kind.conditions for kind in kinds):
        return 0
    found = run_sql(connection, f"select count(*) from {unread_sql(kinds)}").fetchall()
    return int(found[0][0])
