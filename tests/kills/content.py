"""What a home holds, table by table, so that two homes can be compared.

Left out is only what is new in each run by design: signatures of a chain (the doctor
checks them), salts, tokens of sessions, and bytes of encrypted files, whose
content hash is their name. Of the audit record it counts who did what to what, once:
an act that is done again after a kill may be told again, and says what it found then.
What the doctor mended is told too, and is no part of the act.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from warehouse.builds.published import published_build
from warehouse.errors import ThanThienError
from warehouse.settings import Settings

NEW_IN_EACH_RUN = frozenset(
    {"mac", "before_mac", "body_mac", "password_hash", "token_sha256", "session_id"}
)
SALTED = ("wave_salt", "wave_rows")
FILES = ("specs/*", "rules/*", "inbox/*", "sources/specs/*")
"""Files that are compared by their bytes."""
NAMES = ("sources/*", "inbox/*")
"""Files that are compared by their names."""
Content = dict[str, str]


def content(home: Path) -> Content:
    """Store and table → digest of its rows in any order.

    Args:
        home: A home, or a backup of one.
    """
    found: Content = {}
    settings = Settings(home=home)
    if settings.raw_path.exists():
        found |= _tables_of_duckdb(settings.raw_path, "raw")
    try:
        found |= _tables_of_duckdb(published_build(settings).path, "published")
    except ThanThienError as error:
        found["published"] = type(error).__name__
    if (home / "state.sqlite").exists():
        found |= _tables_of_state(home / "state.sqlite")
    if (home / "audit.sqlite").exists():
        found["audit"] = _digest(set(_told(home / "audit.sqlite")))
    for pattern in FILES:
        for path in sorted(home.glob(pattern)):
            if path.is_file():
                found[f"{path.relative_to(home)}"] = _digest([path.read_bytes()])
    for pattern in NAMES:
        found[pattern] = _digest(path.name for path in home.glob(pattern))
    return found


def differing(one: Content, other: Content) -> list[str]:
    """Stores and tables that are not alike."""
    return sorted(k for k in one.keys() | other.keys() if one.get(k) != other.get(k))


def open_accounts(home: Path) -> list[str]:
    """Files of raw whose account does not close: half loaded, or loaded twice."""
    path = Settings(home=home).raw_path
    if not path.exists():
        return []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as store (read_only)")
        kinds = connection.execute(
            "select distinct kind from store.raw.file_kind"
        ).fetchall()
        wrong = []
        for (kind,) in kinds:
            wrong += connection.execute(
                f"""
                select '{kind} ' || k.file_sha256[:8]
                from store.raw.file_kind as k
                left join (
                    select _file_sha256 as file_sha256, count(*) as n
                    from store.raw."{kind}" group by all
                ) as r using (file_sha256)
                where k.kind = '{kind}' and (
                    k.n_loaded <> coalesce(r.n, 0)
                    or k.n_read <> k.n_loaded + k.n_duplicate + k.n_refused
                )
                union all
                select '{kind} without a file'
                from store.raw."{kind}"
                where _file_sha256 not in (
                    select file_sha256 from store.raw.file where status = 'loaded'
                )
                """
            ).fetchall()
    return sorted({text for (text,) in wrong})


def _tables_of_duckdb(path: Path, store: str) -> Content:
    found = {}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as store (read_only)")
        names = connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where database_name = 'store'"
        ).fetchall()
        for schema, name in names:
            [row] = connection.execute(
                "select count(*), sum(hash(t)::hugeint) "
                f'from store."{schema}"."{name}" as t'
            ).fetchall()
            found[f"{store}.{name}"] = repr(row)
    return found


def _tables_of_state(path: Path) -> Content:
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute(
            "select name from sqlite_master where type = 'table'"
        ).fetchall()
        for (name,) in names:
            cursor = connection.execute(f'select * from "{name}"')
            columns = [column[0] for column in cursor.description]
            kept = [n for n, c in enumerate(columns) if c not in NEW_IN_EACH_RUN]
            rows = [repr([row[n] for n in kept]) for row in cursor]
            found[f"state.{name}"] = str(len(rows)) if name in SALTED else _digest(rows)
    return found


def _told(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        # a build has a name of its own in each run
        rows = connection.execute(
            "select actor, action, iif(action = 'build_published', '', subject)"
            " from record where action <> 'mended'"
        )
        return [repr(row) for row in rows]


def _digest(parts: Iterable[Any]) -> str:
    whole = hashlib.sha256()
    for part in sorted(parts):
        whole.update(part if isinstance(part, bytes) else str(part).encode())
        whole.update(b"\0")
    return whole.hexdigest()
