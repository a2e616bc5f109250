"""A chunk of rows as records, typed, hashed and judged, before raw sees it.

All this needs no more of raw than the unit lists. So a database in memory can do it
in a thread, while raw takes in the chunk before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ingest.mapping.denouncer import check_no_denouncer
from ingest.mapping.gathering.gather_sql import VALUE_LENGTH, GatherSql
from ingest.mapping.kind_sql import CHUNK, KindSql
from ingest.mapping.mapped_kind import MappedKind
from ingest.mapping.noticed import left_out, notices_of, unread_sql
from ingest.mapping.notices import Notice
from ingest.mapping.one_filled import groups_of
from ingest.mapping.parents import ParentRows, store_parent
from ingest.mapping.rules import rule_params
from ingest.mapping.table_plan import Chunk, TablePlan
from ingest.mapping.unit_lists import UnitLists
from ingest.spec.scales import TWO_TEXTS
from ingest.values.date_order import Evidence
from ingest.values.sql_text import quote
from warehouse.safe_text import name_of
from warehouse.settings import Settings
from warehouse.stores.run_sql import arrow_table, run_sql


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
        kinds: list[MappedKind] = []
        notices: list[Notice] = []
        for kind in plan.kinds:
            identity = list(plan.identity)
            check_no_denouncer(connection, kind, identity, name_of(path), self._units)
            for judged in kind.judged():
                if judged.learn(connection, self._units):
                    self._empty.discard(judged.table)
            for date, texts in kind.weighed():
                before = self._evidence.get(date.place, Evidence())
                after = date.weigh(connection, texts, before)
                self._evidence[date.place] = after
            mapped = map_kind(
                connection, kind.without(self._empty), is_last=chunk.is_last
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
        for judged in kind.judged():
            judged.create(connection)
            yield judged.table
        if kind.rule.one_per:
            run_sql(connection, GatherSql(kind).forget())


def map_kind(
    connection: duckdb.DuckDBPyConnection, sql: KindSql, *, is_last: bool
) -> MappedKind:
    """Maps the registered chunk as one kind, whose judgements are learned.

    Where many rows make one record, the last chunk gives those of all chunks.
    """
    if sql.rule.one_per:
        return _gather(connection, sql, is_last=is_last)
    records = arrow_table(connection, sql.records())
    mapped = _of_records(sql, records)
    if mapped.n_refused:
        connection.register("refused_lines", _refused_lines(records))
        rows = f"(select * from {CHUNK} semi join refused_lines using (line))"
        mapped = replace(mapped, refused=_refused_cells(connection, sql, rows))
        connection.unregister("refused_lines")
    return mapped


def _gather(
    connection: duckdb.DuckDBPyConnection, sql: KindSql, *, is_last: bool
) -> MappedKind:
    """Keeps the rows of a chunk; with the last one, all rows as their records."""
    gather = GatherSql(sql)
    run_sql(connection, gather.create())
    run_sql(connection, gather.keep())
    cells = [_refused_cells(connection, sql)]
    if is_last:
        of_cases = arrow_table(connection, gather.refused())
        cells.append(of_cases.rename_columns(cells[0].column_names))
    mapped = _of_records(sql, arrow_table(connection, gather.records(is_last=is_last)))
    n_rows = 0
    if is_last:
        [(n_rows,)] = run_sql(connection, gather.count()).fetchall()
        run_sql(connection, gather.forget())
    return replace(mapped, refused=pa.concat_tables(cells), n_gathered=int(n_rows))


def _of_records(sql: KindSql, records: pa.Table) -> MappedKind:
    records = records.append_column("id", pa.array(np.arange(records.num_rows)))
    is_refused = _side_by_side(records, "is_refused", np.int8) != 0
    hashes = _side_by_side(records, "md5", np.uint64, n_parts=2)[:, 0]
    n_refused = int(is_refused.sum())
    return MappedKind(
        sql=sql,
        records=records,
        refused=None,
        n_read=len(is_refused),
        n_refused=n_refused,
        may_repeat=_may_repeat(hashes[~is_refused] if n_refused else hashes),
    )


def _side_by_side(
    records: pa.Table, name: str, type_: npt.DTypeLike, n_parts: int = 1
) -> npt.NDArray[np.generic]:
    """A column without NULL, or that of every answer one after the other.

    Args:
        records: What `KindSql.records` gives.
        name: Column; `<name>_<n>` in a kind with answers.
        type_: Numpy type of its storage.
        n_parts: Numbers of that type in a value; then the result has two dimensions.
    """
    columns = [n for n in records.column_names if n.rpartition("_")[0] == name]
    found = [
        np.frombuffer(array.storage.buffers()[1], type_).reshape(-1, n_parts)[
            array.offset : array.offset + len(array)
        ]
        for column in columns or [name]
        for array in records.column(column).chunks
    ]
    empty = np.empty((0, n_parts), type_)
    joined = np.concatenate([empty, *found])
    return joined if n_parts > 1 else joined[:, 0]


def _may_repeat(hashes: npt.NDArray[np.generic]) -> bool:
    """Half of each hash decides: two that differ there differ."""
    ordered = np.sort(hashes)
    return bool((ordered[1:] == ordered[:-1]).any())


def _refused_lines(records: pa.Table) -> pa.Table:
    """Lines of the rows of which something was refused."""
    flags = _side_by_side(records, "is_refused", np.int8) != 0
    is_refused = flags.reshape(-1, records.num_rows).any(axis=0)
    return records.select(["line"]).filter(pa.array(is_refused))


def _refused_cells(
    connection: duckdb.DuckDBPyConnection, sql: KindSql, rows: str = CHUNK
) -> pa.Table:
    """What broke which rule in `rows`, once per cell, never of a personal column."""
    broken = ["is_refused"]
    for i in range(len(sql.answers)):
        texts = f"select text from {sql.answer_table(i)} where rule is not null"
        broken.append(f"coalesce(a_{i}, '') in ({texts})")
    run_sql(
        connection,
        f"create or replace temp table refused_rows as {sql.mapped(rows)} "
        f"select * from mapped where {' or '.join(broken)}",
    )
    is_petition = sql.rule.kind.name == "petition"
    hidden = "v_kind is not distinct from 'denunciation'" if is_petition else "false"
    place = ", ".join(
        map(quote, (sql.facts.sha256, sql.rule.kind.name, sql.facts.sheet))
    )
    parts = [
        f"select {place}, line, {quote(label)}, case when not ({hidden}) "
        f"then {_shown(text)} end, {fault}, {params} "
        f"from refused_rows where {fault} is not null"
        for fault, label, text, params in _cells(sql)
    ]
    for i, answer in enumerate(sql.answers):
        params = (
            f"json_object('scale', {quote(answer.scale.name)}, "
            "'offer', j.reason)::varchar"
        )
        parts.append(
            f"select {place}, line, {quote(answer.label)}, "
            f"{_shown(f'a_{i}')}, j.rule, {params} "
            f"from refused_rows join {sql.answer_table(i)} j "
            f"on j.text = coalesce(a_{i}, '') where j.rule is not null"
        )
    return arrow_table(connection, " union all ".join(parts))


def _shown(text: str) -> str:
    """SQL of a text as a refusal shows it."""
    return f"left(ltrim({text}, {quote(TWO_TEXTS)}), {VALUE_LENGTH})"


def _cells(sql: KindSql) -> list[tuple[str, str, str, str]]:
    """Fault, label, text and the rule's parameters of every column, as SQL."""
    cells = [
        (
            f"f_{c.column.name}",
            c.label,
            f"t_{c.column.name}",
            f"json_object('candidates', coalesce(n_{c.column.name}, ''))::varchar"
            if c.rule.unit or c.rule.may_name_unit
            else c.date.params(f"y_{c.column.name}", rule_params(c.column, c.rule))
            if c.date
            else quote(rule_params(c.column, c.rule)),
        )
        for c in sql.columns
    ]
    for i, condition in enumerate(sql.rule.where):
        cells.append((f"f__where_{i}", condition.headings[0], f"w_{i}", "'{}'"))
    if sql.foreign_key and sql.rule.parent:
        cells.append(("f__parent", sql.rule.parent.foreign_key[0], "null", "'{}'"))
    for group in groups_of(sql.rule.kind, sql.columns):
        cells.append((group.fault, group.label, "null", "'{}'"))
    return cells


def _count_unread(
    connection: duckdb.DuckDBPyConnection, kinds: Sequence[KindSql]
) -> int:
    """Rows of the chunk that no kind reads."""
    if not kinds or any(not kind.conditions for kind in kinds):
        return 0
    found = run_sql(connection, f"select count(*) from {unread_sql(kinds)}").fetchall()
    return int(found[0][0])
