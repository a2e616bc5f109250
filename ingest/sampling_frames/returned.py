"""Dossiers whose result was returned in a window, read from an export into memory.

The file is opened and its columns are read as a load would read them, but only those
a draw needs: code, unit, procedure, day. No column about a person is touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingest.files.open import content_sha256, open_tables
from ingest.files.tables import Table
from ingest.loading.delivered import MARKER
from ingest.mapping.columns.column_sql import Facts, kept_text
from ingest.mapping.compile_kind import compile_kind
from ingest.mapping.kind_sql import CHUNK, KindSql
from ingest.spec.find_spec import find_spec, known_specs
from ingest.spec.layout import Layout, check_fit, fit, hints_from
from ingest.spec.read_spec import read_spec
from ingest.spec.spec import KindRule, Spec
from ingest.values.date_order import Evidence
from warehouse.errors import SpecError
from warehouse.safe_text import name_of
from warehouse.settings import Settings
from warehouse.stores.run_sql import arrow_table

_UNIT = "receiving_unit_code"
_DAYS = ("returned_at", "finished_at")
_READ = ("case_code", "procedure_code", *_DAYS)


@dataclass(frozen=True)
class Returned:
    """What an export says of a window.

    Attributes:
        rows: Dossier code, unit as written, procedure ("" if unknown), day returned
            in ISO 8601; in the order of the file.
        file_sha256: Content hash of the export.
        n_rows: Rows of dossiers in the file.
        n_unread: Rows whose code or day cannot be read; nobody of them is drawn.
        is_simulated: The file lies in a folder of simulated data.
    """

    rows: list[tuple[str, str, str, str]]
    file_sha256: str
    n_rows: int
    n_unread: int
    is_simulated: bool

    def as_facts(self) -> dict[str, object]:
        """Plain data for a pipe."""
        return asdict(self)


def read_returned(
    settings: Settings,
    path: Path,
    since: date,
    until: date,
    *,
    spec_path: Path | None = None,
) -> Returned:
    """Finds the dossiers whose result was returned from one day to another.

    A source without a day of return is read by the day it finished.

    Args:
        settings: Names the home, for the province's own specs.
        path: The export.
        since: First day of the window.
        until: Its last day.
        spec_path: Spec to read it with; found by the headings if left out.

    Raises:
        UnreadableFileError: The file cannot be read whole.
        SpecError: No spec fits, or its file holds no dossiers.
    """
    own = read_spec(spec_path) if spec_path else None
    spec = own or find_spec(path, known_specs(settings))
    kinds = [kind for kind in spec.kinds if kind.kind.name == "case"]
    if not kinds:
        rule = "a frame is a list of dossiers with the day each result was returned"
        raise SpecError("file", name_of(path), rule, "give that export")
    found: list[tuple[str, str, str, str]] = []
    n_rows = n_unread = 0
    # no spilling: what is in an office's file never touches the disk
    with duckdb.connect(config={"temp_directory": "", "threads": 1}) as connection:
        for table in open_tables(path, hints_from(spec)):
            for row in _of_table(connection, spec, kinds, table):
                n_rows += 1
                day = row["day"]
                if row["is_unread"] or not row["code"]:
                    n_unread += 1
                elif day is not None and since <= day <= until:
                    unit, procedure = row["unit"] or "", row["procedure"] or ""
                    found.append((row["code"], unit, procedure, day.isoformat()))
    is_simulated = (path.parent / MARKER).exists()
    return Returned(found, content_sha256(path), n_rows, n_unread, is_simulated)


def _of_table(
    connection: duckdb.DuckDBPyConnection,
    spec: Spec,
    kinds: Sequence[KindRule],
    table: Table,
) -> Iterator[dict[str, Any]]:
    here = [kind for kind in kinds if kind.reads(table.sheet)]
    if not here:
        return
    check_fit(fit(spec, table.headings, table.sheet), table.file_name)
    layout, nothing = Layout.of(table.headings), Layout({}, {})
    facts = Facts("", table.sheet, {}, {}, table.day_zero)
    compiled = [
        (
            compile_kind(_few_columns(kind), number, layout, nothing, facts),
            _unit_text(kind, layout, facts),
        )
        for number, kind in enumerate(here)
    ]
    for sql, _ in compiled:
        for judged in sql.judged():
            judged.create(connection)
    evidence: dict[str, Evidence] = {}
    for batch in table.batches():
        connection.register(CHUNK, pa.table(batch.columns, batch.schema.names))
        for sql, unit in compiled:
            yield from _of_batch(connection, sql, unit, evidence)
        connection.unregister(CHUNK)


def _of_batch(
    connection: duckdb.DuckDBPyConnection,
    sql: KindSql,
    unit: str,
    evidence: dict[str, Evidence],
) -> Iterator[dict[str, Any]]:
    for judged in sql.judged():
        judged.learn(connection, None)
    for column, texts, _ in sql.weighed():
        before = evidence.get(column.place, Evidence())
        evidence[column.place] = column.weigh(connection, texts, before)
    here = {c.column.name for c in sql.columns}
    day = next(name for name in _DAYS if name in here)
    procedure = "m.v_procedure_code" if "procedure_code" in here else "null"
    rows = arrow_table(
        connection,
        f"{sql.mapped()} select m.v_case_code as code, {unit} as unit, "
        f"{procedure} as procedure, m.v_{day}::date as day, "
        f"m.f_case_code is not null or m.f_{day} is not null as is_unread "
        f"from mapped m join {CHUNK} k on m.line = k.line order by m.line",
    )
    yield from rows.to_pylist()


def _unit_text(kind: KindRule, layout: Layout, facts: Facts) -> str:
    """SQL of what a row says of its unit, code or name, as it stands."""
    rule = next(column for column in kind.columns if column.name == _UNIT)
    return kept_text(rule, layout, Layout({}, {}), facts)


def _few_columns(kind: KindRule) -> KindRule:
    """The rule of a kind with nothing but what a draw needs to read."""
    columns = tuple(column for column in kind.columns if column.name in _READ)
    return replace(kind, columns=columns, one_per=None, in_order_of=None, parent=None)
