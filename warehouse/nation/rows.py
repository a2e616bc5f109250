"""Bringing the rows of one raw store to what another may show of itself.

Compared is what each file gave, kind by kind, not when it came: a file that was loaded
again, emptied after its term, or whose wave has been released since, comes anew; one
that was taken out goes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

from warehouse.custody.signed_rows import KEYS, KINDS_OF_A_WAVE
from warehouse.raw.column import Kind
from warehouse.raw.kinds import KINDS, PROVENANCE
from warehouse.stores.run_sql import run_sql

_LEDGER = ("file", "file_kind", "delivery", "notice")
"""Tables beside the kinds that a build reads; no other leaves a province."""
_FILES = """
insert into raw.file
select
    file_sha256,
    if(is_held, 'front-' || file_sha256[:12], file_name),
    if(is_held, 0, size_bytes),
    if(is_held, null, spec_name), if(is_held, null, spec_sha256),
    status, if(is_held, null, reason), is_simulated, loaded_at,
    if(is_held, n_here, n_source_rows - n_stayed),
    if(is_held, 0, n_skipped_rows)
from (
    select f.*, h.sha is not null as is_held,
        coalesce(n.n_here, 0) as n_here, coalesce(n.n_stayed, 0) as n_stayed
    from {there}.file as f
    left join held as h on f.file_sha256 = h.sha
    left join (
        select sha, sum(n_here) as n_here, sum(n_there - n_here) as n_stayed
        from counted group by sha
    ) as n on f.file_sha256 = n.sha
) as files
where not is_held or n_here > 0
"""
_FILE_KINDS = """
insert into raw.file_kind
select
    k.file_sha256, k.kind,
    if(h.sha is null, k.n_read - c.n_there + c.n_here, c.n_here),
    if(h.sha is null, k.n_loaded - c.n_there + c.n_here, c.n_here),
    if(h.sha is null, k.n_duplicate, 0),
    if(h.sha is null, k.n_refused, 0)
from {there}.file_kind as k
inner join raw.file as f on k.file_sha256 = f.file_sha256
left join held as h on k.file_sha256 = h.sha
left join lateral (
    select coalesce(max(n_there), 0) as n_there, coalesce(max(n_here), 0) as n_here
    from counted where sha = k.file_sha256 and kind = k.kind
) as c on true
"""
_BESIDE = """
insert into raw.delivery
select d.* from {there}.delivery as d
semi join raw.file as f on d.file_sha256 = f.file_sha256;
insert into raw.notice
select n.* from {there}.notice as n
anti join held as h on n.file_sha256 = h.sha;
"""


@dataclass(frozen=True)
class Brought:
    """What changed.

    Attributes:
        n_files: Loaded files that are here now.
        new: Files whose rows came for the first time.
        changed: Files whose rows came otherwise than they were.
        gone: Files that were taken out.
    """

    n_files: int
    new: frozenset[str]
    changed: frozenset[str]
    gone: frozenset[str]


def bring_rows(
    connection: duckdb.DuckDBPyConnection,
    there: str,
    *,
    waiting: Collection[str],
    held_files: Collection[str],
) -> Brought:
    """Makes the raw in use say what another raw says, but of what must stay there.

    Args:
        connection: With the raw to write in use, inside a transaction.
        there: Name of the schema with the raw to read.
        waiting: Waves whose rows stay.
        held_files: Digests of files of which nobody else hears: the rows of other
            waves in them come without name, size and what was refused.
    """
    _note(connection, "waiting", "code", waiting)
    _note(connection, "held", "sha", held_files)
    run_sql(connection, _silent_instruments(there))
    run_sql(
        connection,
        "create or replace temp table counted"
        " (sha varchar, kind varchar, n_here bigint, n_there bigint)",
    )
    before = _loaded(connection)
    differs: set[str] = set()
    for kind in KINDS.values():
        differs |= _bring_kind(connection, kind, there)
    _rewrite_ledger(connection, there)
    now = _loaded(connection)
    return Brought(
        len(now),
        frozenset(now - before),
        frozenset(differs & before & now),
        frozenset(before - now),
    )


def _note(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, of: Collection[str]
) -> None:
    run_sql(connection, f"create or replace temp table {table} ({column} varchar)")
    run_sql(
        connection,
        f"insert into {table} select unnest($of::varchar[])",
        {"of": sorted(of)},
    )


def _silent_instruments(there: str) -> str:
    """Questions that only waiting waves ask stay with them."""
    return f"""
        create or replace temp table silent as
        select instrument from {there}.wave where instrument is not null
        group by instrument
        having bool_and(wave_code in (select code from waiting))
    """


def _goes(kind: Kind) -> str:
    """SQL of whether a row of a kind may go."""
    if kind.name not in KEYS:
        return "true"
    column = KEYS[kind.name]
    stays = "select instrument from silent"
    if column == "wave_code":
        stays = "select code from waiting"
    return f"coalesce({column} not in ({stays}), true)"


def _bring_kind(
    connection: duckdb.DuckDBPyConnection, kind: Kind, there: str
) -> set[str]:
    """Brings the rows of one kind; says which files they are of."""
    names = [c.name for c in kind.columns] + [name for name, _ in PROVENANCE]
    columns = ", ".join(f'"{name}"' for name in names)
    here, other = f'raw."{kind.name}"', f'{there}."{kind.name}"'
    goes = _goes(kind)

    def digests(table: str, where: str) -> str:
        return (
            "select _file_sha256 as sha, count(*) as n,"
            f" sum(hash({columns})::hugeint) as digest from {table}"
            f" where {where} group by 1"
        )

    found = run_sql(
        connection,
        f"select sha from ({digests(here, 'true')}) as h"
        f" full join ({digests(other, goes)}) as t using (sha)"
        " where h.n is distinct from t.n or h.digest is distinct from t.digest",
    ).fetchall()
    differs = {str(sha) for (sha,) in found}
    if differs:
        _note(connection, "differs", "sha", differs)
        of_these = "_file_sha256 in (select sha from differs)"
        run_sql(connection, f"delete from {here} where {of_these}")
        run_sql(
            connection,
            f"insert into {here} ({columns})"
            f" select {columns} from {other} where {of_these} and {goes}",
        )
    run_sql(
        connection,
        f"insert into counted select _file_sha256, '{kind.name}',"
        f" count(*) filter (where {goes}), count(*) from {other} group by all",
    )
    if kind.name in KINDS_OF_A_WAVE:
        # what was left out of a file with ballots must not be told by its account
        run_sql(
            connection,
            f"insert into held select sha from counted where kind = '{kind.name}'"
            " and n_here < n_there and sha not in (select sha from held)",
        )
    return differs


def _rewrite_ledger(connection: duckdb.DuckDBPyConnection, there: str) -> None:
    for table in _LEDGER:
        run_sql(connection, f"delete from raw.{table}")
    for text in (_FILES, _FILE_KINDS, *_BESIDE.split(";")[:-1]):
        run_sql(connection, text.format(there=there))


def _loaded(connection: duckdb.DuckDBPyConnection) -> set[str]:
    text = "select file_sha256 from raw.file where status = 'loaded'"
    return {str(sha) for (sha,) in run_sql(connection, text).fetchall()}
