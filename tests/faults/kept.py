"""What a home holds, so that what is lost can be told from what came new."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb

from warehouse.stores.durable import content_sha256

# Tables of the small store that only grow.
GROWING = (
    "wave_statement",
    "wave_figures",
    "wave_custody",
    "process_event",
    "process_body",
    "review_event",
    "review_body",
    "review_figures",
    "note_event",
    "note_body",
    "front_key",
    "wave_batch",
    "wave_plan",
    "wave_second_draw",
    "design_statement",
)
Facts = frozenset[str]


def lost(before: Path, after: Path, *, besides: Path, is_taking: bool) -> list[str]:
    """What of a home is no longer in it.

    Args:
        before: The whole home.
        after: The same one later.
        besides: The store that was broken on purpose.
        is_taking: The command takes rows out, so files and rows may be gone.
    """
    found = []
    for name, facts_of in _SORTS.items():
        for path in sorted(before.glob(name)):
            there = after / path.relative_to(before)
            if besides in (there, *there.parents) or _is_same(path, there):
                continue
            if is_taking and name in ("raw.duckdb", "sources/*.json"):
                continue
            if not there.exists():  # set aside is not lost
                there = there.with_name(f"{there.name}.damaged-1")
            if not there.is_file():
                found.append(f"{path.relative_to(before)}: gone")
            elif gone := facts_of(path) - facts_of(there):
                shown = sorted(gone)[0][:120]
                found.append(f"{path.relative_to(before)}: {len(gone)}, {shown}")
    return found


def _is_same(one: Path, other: Path) -> bool:
    if not other.is_file():
        return False
    first, second = one.stat(), other.stat()
    # copied with its time
    return (first.st_size, first.st_mtime_ns) == (second.st_size, second.st_mtime_ns)


def _rows_of_raw(path: Path) -> Facts:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as store (read_only)")
        found = connection.execute(
            'select _file_sha256, case_code from store.raw."case" union all'
            " select file_sha256, status from store.raw.file"
        ).fetchall()
    return frozenset(map(repr, found))


def _rows_of_state(path: Path) -> Facts:
    with closing(sqlite3.connect(path)) as connection:
        found = [(name,) for (name,) in connection.execute(
            "select user_name from account"
        )]  # fmt: skip
        for table in GROWING:
            rows = connection.execute(f"select * from {table}")
            found += [(table, *row) for row in rows]
    return frozenset(map(repr, found))


def _records(path: Path) -> Facts:
    with closing(sqlite3.connect(path)) as connection:
        return frozenset(map(repr, connection.execute("select * from record")))


def _lines(path: Path) -> Facts:
    return frozenset(path.read_text("utf-8").splitlines())


def _bytes(path: Path) -> Facts:
    return frozenset({content_sha256(path)})


def _source(path: Path) -> Facts:
    facts = json.loads(path.read_text("utf-8"))
    return frozenset({facts["file_sha256"], str(facts["sequence"])})


_SORTS: dict[str, Callable[[Path], Facts]] = {
    "raw.duckdb": _rows_of_raw,
    "state.sqlite": _rows_of_state,
    "audit.sqlite": _records,
    "audit.anchors": _lines,
    "secret.key": _bytes,
    "sources.key": _bytes,
    "sources/*.age": _bytes,
    "sources/*.json": _source,
    "sources/specs/*": _bytes,
    "specs/*": _bytes,
    "rules/*": _bytes,
}
