"""The same bytes under a corrected spec: what was refused may now be loaded.

A refusal often says "add this spelling to the spec and load again". The file is the
same then, only its reading changed. Raw stays append-only: every record the file
gave before must come out of the new reading too, or nothing changes. One reading is
let go: units told by name while no unit list stood in raw. They are kept as written,
and once lists are there the same file gives these rows with the units they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb

from ingest.loading.chunk_load import Counts
from ingest.loading.result import FileResult
from ingest.mapping.notices import MAX_LINES, Notice
from ingest.mapping.unit_lists import UNIT_KINDS
from ingest.spec.spec import Spec
from ingest.values.sql_text import name as identifier
from ingest.values.sql_text import quote
from warehouse.errors import SpecError
from warehouse.raw.kinds import KINDS
from warehouse.stores.run_sql import run_sql

UNLISTED = "units_unlisted"
"""Notice of a file whose units were told by name before any unit list."""
# a code has no blank in it; names have, the shortest too
_IS_NAME = r"regexp_matches({}, '\s')"


@dataclass(frozen=True)
class Earlier:
    """How a file was loaded before.

    Attributes:
        spec_name: Spec it was read with.
        spec_sha256: That spec's content then.
        n_refused: Records it refused.
        has_newer_units: A unit list was loaded since.
        has_names: It told units by name before any unit list.
    """

    spec_name: str
    spec_sha256: str
    n_refused: int
    has_newer_units: bool
    has_names: bool

    def is_final(self, specs: Iterable[Spec], *, is_named: bool) -> bool:
        """Whether reading the file again could change nothing.

        Args:
            specs: The spec that was named, or all known ones.
            is_named: Whether the reader named the spec.
        """
        now = next((s for s in specs if is_named or s.name == self.spec_name), None)
        is_whole = not (self.n_refused or self.has_names)
        if is_whole or now is None:
            return True
        is_same = now.sha256 == self.spec_sha256
        return is_same and not (now.may_name_units and self.has_newer_units)


def gave_units(result: FileResult) -> bool:
    """Whether a file brought unit lists, aliases or successions."""
    return any(result.kinds[k].n_loaded for k in UNIT_KINDS if k in result.kinds)


def waits_for_units(result: FileResult, specs: Sequence[Spec]) -> bool:
    """Whether more unit lists may let in, or name, what a file gave."""
    is_short = (
        result.status == "refused"
        or result.n_refused > 0
        or any(notice.code == UNLISTED for notice in result.notices)
    )
    spec = next((s for s in specs if s.name == result.spec_name), None)
    return is_short and spec is not None and spec.may_name_units


def earlier_load(connection: duckdb.DuckDBPyConnection, sha256: str) -> Earlier | None:
    """How these bytes were loaded before, under whatever name; None if never."""
    is_there = run_sql(
        connection,
        "select 1 from raw.file where file_sha256 = ? and status = 'loaded'",
        [sha256],
    ).fetchall()
    if not is_there:
        return None
    found = run_sql(
        connection,
        "select f.spec_name, f.spec_sha256, coalesce(sum(k.n_refused), 0)::bigint, "
        "f.loaded_at < (select coalesce(max(u.loaded_at), timestamp '0001-01-01') "
        "from raw.file u join raw.file_kind l using (file_sha256) "
        f"where l.kind in ({', '.join(map(quote, UNIT_KINDS))}) and l.n_loaded > 0), "
        "exists(select 1 from raw.notice n where n.file_sha256 = f.file_sha256 "
        f"and n.code = {quote(UNLISTED)}) "
        "from raw.file f left join raw.file_kind k using (file_sha256) "
        "where f.file_sha256 = ? and f.status = 'loaded' group by all",
        [sha256],
    ).fetchall()
    return Earlier(*found[0])


def open_again(connection: duckdb.DuckDBPyConnection, sha256: str) -> None:
    """Withdraws the ledger's entry and remembers the records it gave.

    The caller holds the transaction.
    """
    parts = " union all ".join(
        f"select {quote(kind)} as kind, _row_md5 as md5 from raw.{identifier(kind)} "
        f"where _file_sha256 = {quote(sha256)}"
        for kind in KINDS
    )
    run_sql(connection, f"create or replace temp table earlier_records as {parts}")
    run_sql(
        connection,
        "create or replace temp table earlier_counts as "
        "select kind, count(*) as n from earlier_records group by kind",
    )
    for table in ("file", "file_kind", "refused", "notice"):
        run_sql(connection, f"delete from raw.{table} where file_sha256 = ?", [sha256])


def tick_off(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Takes the records of the current chunk off the list."""
    run_sql(
        connection,
        f"delete from earlier_records where kind = {quote(kind)} "
        "and md5 in (select md5 from staged where not is_refused)",
    )


def has_units(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether a unit list stands in raw."""
    return bool(run_sql(connection, "select 1 from raw.unit limit 1").fetchall())


def unlisted_names(
    connection: duckdb.DuckDBPyConnection, sha256: str, spec: Spec
) -> list[Notice]:
    """Says how many records of a file name a unit that no list could be asked for.

    Asked while no unit list stands in raw; the caller holds the transaction.
    """
    found = []
    for rule in spec.kinds:
        is_named = _names_a_unit(spec, rule.kind.name)
        if not is_named:
            continue
        lines = run_sql(
            connection,
            f"select _line from raw.{identifier(rule.kind.name)} "
            f"where _file_sha256 = ? and ({is_named}) order by _line",
            [sha256],
        ).fetchall()
        if lines:
            shown = [int(line) for [line] in lines[:MAX_LINES]]
            found.append(Notice.of(UNLISTED, len(lines), shown))
    return found


def _names_a_unit(spec: Spec, kind: str) -> str:
    columns = {
        column.name
        for rule in spec.kinds
        for column in rule.columns
        if rule.kind.name == kind and column.names_unit
    }
    return " or ".join(_IS_NAME.format(identifier(name)) for name in sorted(columns))


def let_names_go(
    connection: duckdb.DuckDBPyConnection, sha256: str, spec: Spec
) -> None:
    """Takes records with names out of raw that came out with their units now.

    The caller holds the transaction and has ticked off what came out as before.
    """
    for kind in sorted({rule.kind.name for rule in spec.kinds}):
        if not (is_named := _names_a_unit(spec, kind)):
            continue
        raw = f"from raw.{identifier(kind)} where _file_sha256 = {quote(sha256)}"
        mine = f"from earlier_records where kind = {quote(kind)}"
        ((n_gone,),) = run_sql(
            connection,
            "create or replace temp table names_gone as select _row_md5 as md5 "
            f"{raw} and ({is_named}) and _row_md5 in (select md5 {mine})",
        ).fetchall()
        gone = "(select md5 from names_gone)"
        run_sql(connection, f"delete {raw} and _row_md5 in {gone}")
        run_sql(connection, f"delete {mine} and md5 in {gone}")
        run_sql(
            connection,
            f"update earlier_counts set n = n - {n_gone} where kind = {quote(kind)}",
        )


def restate(
    connection: duckdb.DuckDBPyConnection, name: str, kinds: Mapping[str, Counts]
) -> None:
    """Counts the earlier records as loaded by this file, not as duplicates.

    Raises:
        SpecError: The spec reads some of them otherwise now.
    """
    left = run_sql(connection, "select count(*) from earlier_records").fetchall()[0][0]
    if left:
        rule = f"{left} records loaded from it before are read otherwise by this spec"
        step = "raw is never rewritten: deliver a corrected file, or undo that change"
        raise SpecError("file", name, rule, step)
    for kind, n in run_sql(connection, "from earlier_counts").fetchall():
        kinds[kind].n_loaded += n
        kinds[kind].n_duplicate -= n
