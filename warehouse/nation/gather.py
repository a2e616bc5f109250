"""Gathering: what a province's raw may show comes into the nation's home.

One transaction for each province: a kill leaves what was there before. Nothing in the
province's home is changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse import audit
from warehouse.builds.daily import forget_kept
from warehouse.builds.pointer import newest_whole
from warehouse.custody.held_files import held_files
from warehouse.errors import (
    BusyError,
    DamagedError,
    DiskError,
    NothingPublishedError,
    ThanThienError,
)
from warehouse.hiding.blocks import Cell
from warehouse.nation.carried_hiding import hidden_wholes, note_cells
from warehouse.nation.provinces import (
    Gathered,
    known_provinces,
    note_gathered,
    province_settings,
    refuse_if_a_province,
)
from warehouse.nation.rows import bring_rows
from warehouse.nation.waiting import waiting_in
from warehouse.raw.kinds import create_statements
from warehouse.raw.seal import check_raw
from warehouse.raw.store import open_raw
from warehouse.rules.rules import own_digests
from warehouse.settings import Settings
from warehouse.stores.faults import in_words
from warehouse.stores.lock import held
from warehouse.stores.read_through import attach
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import PARTS
from warehouse.upkeep.half_restored import refuse_if_half_restored


def crash_point(name: str) -> None:
    """A named moment of gathering: rows_in, committed.

    Does nothing; the tests replace it to end the process there.
    """


def gather(
    settings: Settings, code: str, source: Path, *, actor: str, is_moved: bool = False
) -> Gathered:
    """Brings what a province's home holds, and may show, into the nation's.

    Args:
        settings: The nation's home.
        code: The province's code.
        source: The province's home.
        actor: Who asks, for the audit record.
        is_moved: The province's home lies elsewhere than the last time.

    Raises:
        BusyError: The province loads, or another process gathers.
        CustodyError: A release of the Front there is not signed or not on record.
        DamagedError: The province's home, or what was gathered of it, is damaged.
        DiskError: There is no such home, or the disk is in the way.
        ThanThienError: The code or the home is another's, the home is of another
            version, or real and simulated provinces would mix.
    """
    refuse_if_a_province(settings)
    province = province_settings(settings, code)
    home = Settings(
        home=source.absolute(),
        memory_limit_mb=settings.memory_limit_mb,
        threads=settings.threads,
    )
    province.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with held(province.home / "gather.lock", _busy(code)):
        _refuse_if_anothers(settings, code, home.home, is_moved=is_moved)
        _refuse_if_unfit(home)
        gathered = _bring(settings, code, province, home)
        note_cells(province, _hidden_there(home))
        note_gathered(province, gathered)
    audit.record(
        settings,
        actor=actor,
        action="province_gathered",
        subject=code,
        detail={
            "home": gathered.source,
            "files": str(gathered.n_files),
            "changed": str(gathered.n_changed),
            "gone": str(gathered.n_gone),
        },
    )
    return gathered


def _busy(code: str) -> BusyError:
    rule, step = "one process gathers a province at a time", "wait, then retry"
    return BusyError("gather.lock", code, rule, step)


def _refuse_if_anothers(
    settings: Settings, code: str, source: Path, *, is_moved: bool
) -> None:
    """One home is one province, and stays the one it was."""
    wanted = source.resolve()
    homes = {
        other: Path(gathered.source)
        for other, gathered in known_provinces(settings).items()
        if gathered.source
    }
    for other, home in homes.items():
        if other != code and home.resolve() == wanted:
            rule = f"this home was gathered as the province {other}"
            raise ThanThienError("home", str(source), rule, "give each its own home")
    before = homes.get(code)
    if before is not None and not is_moved and before.resolve() != wanted:
        rule = f"the province {code} was gathered from {before}"
        step = "if its home was moved, add --moved"
        raise ThanThienError("home", str(source), rule, step)


def _refuse_if_unfit(home: Settings) -> None:
    """Refuses a home that is missing, damaged or of another version.

    Looked at first, because opening a store of an earlier version brings it up to
    date, and a province's home is not to be changed from outside.
    """
    if not home.raw_path.exists():
        rule, step = "a province's home has loaded files", "give the right folder"
        raise DiskError("home", str(home.home), rule, step)
    refuse_if_half_restored(home)
    if home.state_path.exists():
        path = home.state_path
        with in_words(path), closing(sqlite3.connect(path)) as state:
            found = run_sql(
                state,
                "select name from sqlite_master where type in ('table', 'trigger')",
            ).fetchall()
        _refuse_if_earlier({str(name) for (name,) in found}, PARTS, home.state_path)
    check_raw(home)
    with open_raw(home) as connection:
        columns = run_sql(
            connection,
            "select table_name || '.' || column_name from duckdb_columns()"
            " where schema_name = 'raw'",
        ).fetchall()
    with duckdb.connect() as own:
        run_sql(own, create_statements())
        wanted = run_sql(
            own,
            "select table_name || '.' || column_name from duckdb_columns()"
            " where schema_name = 'raw'",
        ).fetchall()
    there, here = {c for (c,) in columns}, {c for (c,) in wanted}
    if further := sorted(there - here):
        rule = "the file must not be of a newer version of the program"
        step = "install the newer version here, then retry"
        raise DamagedError(home.raw_path.name, further[0], rule, step)
    _refuse_if_earlier(there, here, home.raw_path)


def _refuse_if_earlier(
    found: Collection[str], wanted: Collection[str], path: Path
) -> None:
    if lacking := sorted({*wanted} - {*found}):
        rule = "the province's home is of an earlier version of the program"
        step = "run thanthien build there with this version, then gather again"
        raise ThanThienError(path.name, lacking[0], rule, step)


def _bring(
    settings: Settings, code: str, province: Settings, home: Settings
) -> Gathered:
    with open_raw(province, is_read_only=False) as connection:
        run_sql(connection, f"set memory_limit = '{settings.memory_limit_mb}MiB'")
        run_sql(connection, f"set threads = {settings.threads}")
        run_sql(connection, create_statements())
        with in_words(home.raw_path):
            attach(connection, home.raw_path, "province")
            there = "province.raw"
            waiting = waiting_in(home, connection, there)
            is_simulated = _is_simulated(connection, there)
            _refuse_if_mixed(settings, code, is_simulated)
            run_sql(connection, "begin")
            is_committed = False
            try:
                brought = bring_rows(
                    connection, there, waiting=waiting, held_files=held_files(home)
                )
                crash_point("rows_in")
                run_sql(connection, "commit")
                is_committed = True
            finally:
                if not is_committed:
                    run_sql(connection, "rollback")
        run_sql(connection, "checkpoint store")
    if brought.changed or brought.gone:
        forget_kept(province)
    crash_point("committed")
    n_changed = len(brought.new | brought.changed)
    return Gathered(
        source=str(home.home),
        gathered_at=datetime.now(UTC).isoformat(timespec="seconds"),
        n_files=brought.n_files,
        n_changed=n_changed,
        n_gone=len(brought.gone),
        n_waiting=len(waiting),
        own_rules=tuple(sorted(own_digests(home))),
        is_simulated=is_simulated,
    )


def _hidden_there(home: Settings) -> set[Cell]:
    """What the province's own readers have hidden; nothing where nothing is read."""
    try:
        return hidden_wholes(home.builds_dir / newest_whole(home).file)
    except NothingPublishedError:
        return set()


def _is_simulated(connection: duckdb.DuckDBPyConnection, there: str) -> bool | None:
    [(found,)] = run_sql(
        connection,
        f"select bool_or(is_simulated) from {there}.file where status = 'loaded'",
    ).fetchall()
    return None if found is None else bool(found)


def _refuse_if_mixed(settings: Settings, code: str, is_simulated: bool | None) -> None:
    for other, gathered in known_provinces(settings).items():
        sorts = {gathered.is_simulated, is_simulated}
        if other != code and sorts == {True, False}:
            rule = "simulated and real provinces are never of one nation"
            step = "set THANTHIEN_HOME to another folder"
            raise ThanThienError("province", code, rule, step)
