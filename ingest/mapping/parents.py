"""Parent sheets of repeat groups, joined with the sheets above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa

from ingest.files.open import open_tables
from ingest.files.tables import Table
from ingest.files.workbooks.process import WorkbookProcesses
from ingest.mapping.keyed_hash import Key, with_keyed
from ingest.mapping.table_plan import headings_found, no_rows
from ingest.spec.layout import Layout, check_fit, fit, hints_from, parents_in
from ingest.spec.spec import KindRule, Parent, Spec
from warehouse.errors import SpecError
from warehouse.safe_text import name_of
from warehouse.stores.run_sql import run_sql


@dataclass(frozen=True)
class ParentRows:
    """The parent sheet of a repeat group.

    Attributes:
        number: Number of the kind among the spec's.
        key: Spellings of its key's heading.
        layout: Its headings, and those only a sheet above it has.
        rows: Line and the columns that are read.
    """

    number: int
    key: tuple[str, ...]
    layout: Layout
    rows: pa.Table

    def under(self, above: ParentRows, foreign_key: tuple[str, ...]) -> ParentRows:
        """These rows, each with the row above it; those without one are left out.

        Raises:
            SpecError: The key of the sheet above is not unique.
        """
        _check_unique(above)
        names = {name: f"above_{name}" for name in above.rows.column_names}
        rows = above.rows.rename_columns(list(names.values()))
        key, own = above.layout.find(above.key), self.layout.find(foreign_key)
        assert key is not None
        assert own is not None
        joined = self.rows.join(
            rows, own, names[key], join_type="inner", coalesce_keys=False
        )
        further = {
            heading: f"above_{column}"
            for heading, column in above.layout.columns.items()
            if heading not in self.layout.columns
        }
        layout = Layout(
            {**further, **self.layout.columns},
            {**above.layout.names, **self.layout.names},
        )
        return replace(self, layout=layout, rows=joined)


def layouts_of(parents: Iterable[ParentRows]) -> dict[int, Layout]:
    """The parent's layout by number of the kind."""
    return {parent.number: parent.layout for parent in parents}


def read_parents(
    path: Path, spec: Spec, key: Key, processes: WorkbookProcesses | None = None
) -> list[ParentRows]:
    """Reads the parent sheets of repeat groups; the arguments as for `read_chunks`.

    Raises:
        UnreadableFileError: The file cannot be read whole.
        SpecError: A parent sheet is missing, or lacks a heading.
    """
    wanted = {n: rule for n, rule in enumerate(spec.kinds) if rule.parent}
    if not wanted:
        return []
    found: dict[tuple[int, Parent], ParentRows] = {}
    for table in open_tables(path, hints_from(spec), processes=processes):
        mine = [(n, p) for n, r in wanted.items() for p in parents_in(r, table.sheet)]
        if mine:
            check_fit(fit(spec, table.headings, table.sheet), table.sheet)
            batches = [no_rows(table), *table.batches()]
        for n, parent in mine:
            rows = _parent_rows(wanted[n], parent, table, batches, key)
            found[n, parent] = replace(rows, number=n)
    return [_joined(n, rule, found, name_of(path)) for n, rule in wanted.items()]


def _parent_rows(
    rule: KindRule,
    parent: Parent,
    table: Table,
    batches: Sequence[pa.RecordBatch],
    key: Key,
) -> ParentRows:
    layout = Layout.of(table.headings)
    columns = headings_found(layout, [rule.plain_parent_headings()])
    keyed = headings_found(layout, [rule.keyed_headings("parent")])
    rows = pa.concat_tables(
        with_keyed(b, ("line", *columns), keyed, key) for b in batches
    )
    return ParentRows(0, parent.key, layout, rows)


def _joined(
    number: int,
    rule: KindRule,
    found: dict[tuple[int, Parent], ParentRows],
    file_name: str,
) -> ParentRows:
    assert rule.parent is not None
    for parent in rule.parent.upwards():
        if (number, parent) not in found:
            hint = "a repeat group needs its parent sheet in the same file"
            step = "export the workbook (or the zip) with all sheets"
            raise SpecError(file_name, parent.sheet, hint, step)
    *below, top = rule.parent.upwards()
    rows = found[number, top]
    for parent in reversed(below):
        assert parent.parent is not None
        rows = found[number, parent].under(rows, parent.parent.foreign_key)
    lacking = [s for s in _needed(rule) if rows.layout.find(s) is None]
    if lacking:
        hint = "no parent sheet has this heading"
        step = "add its spelling to the spec"
        raise SpecError("heading", " | ".join(s[0] for s in lacking), hint, step)
    return rows


def _needed(rule: KindRule) -> Iterator[tuple[str, ...]]:
    return (spellings for spellings, is_needed in rule.parent_headings() if is_needed)


def _check_unique(parent: ParentRows) -> None:
    texts = parent.rows.column(parent.layout.find(parent.key))
    counts = texts.value_counts().to_pylist()
    twice = [count["values"] for count in counts if count["counts"] > 1]
    if twice:
        raise _not_unique(parent, twice[0])


def _not_unique(parent: ParentRows, value: str | None) -> SpecError:
    hint = "the key of a parent sheet is filled and unique"
    return SpecError(parent.key[0], value, hint, "correct the file")


def store_parent(connection: duckdb.DuckDBPyConnection, parent: ParentRows) -> None:
    """Puts a parent sheet into a temporary table.

    Raises:
        SpecError: Its key is not unique.
    """
    _check_unique(parent)
    table = f"parent_{parent.number}"
    connection.register("parent_rows", parent.rows)
    run_sql(
        connection, f"create or replace temp table {table} as select * from parent_rows"
    )
    connection.unregister("parent_rows")
