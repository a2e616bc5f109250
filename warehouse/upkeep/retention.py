"""Removing what has passed its time; the periods are those of `warehouse.privacy`.

Raw is append-only but for this: a column that could lead to a person is emptied,
the row stays and so does the hash that recognises the same row again, so loading an
old file once more brings nothing back.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import duckdb

from warehouse import audit
from warehouse.builds.daily import forget_kept
from warehouse.builds.spark.raw_parquet import forget_raw_parquet
from warehouse.custody.held_files import held_files
from warehouse.desk.old_files import forget_old_files
from warehouse.desk.practice import throw_away_old
from warehouse.errors import ThanThienError
from warehouse.process.forget import forget_old
from warehouse.raw.retention_terms import RAW_RULES, TWO_YEARS_DAYS, UNLINKED, RawRule
from warehouse.raw.store import open_raw
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import writing

DAY = 24 * 60 * 60
REFUSED_VALUE_DAYS = 180
SOURCE_DAYS = TWO_YEARS_DAYS
# A machine that is used at all writes a record more often than that.
LONGEST_REST_DAYS = 45

_TOLD = "list_contains($held, {}) is not true"
_STATE_RULES = {
    "session": "delete from session where expires_at < :now - 90 * :day",
    "sign_in_failure": "delete from sign_in_failure where last_at < :now - :day",
    "digest": "delete from digest where week < date(:now - 365 * :day, 'unixepoch')",
    "mail_address": "delete from mail_address where user_name in"
    " (select user_name from account where is_disabled = 1)",
    # what an emptied ballot's digest could be tried against
    "wave_salt": "delete from wave_salt where last_day < date(:now, 'unixepoch')",
    "account": "update account set display_name = '', password_hash = null"
    " where is_disabled = 1 and password_hash is not null and user_name not in"
    " (select user_name from session where created_at > :now - 730 * :day)"
    " and coalesce(last_sign_in_at, created_at) < :now - 730 * :day",
}


@dataclass(frozen=True)
class Removed:
    """How many rows one rule touched, but for those of the Front's waves that wait."""

    what: str
    n_rows: int


def apply_retention(
    settings: Settings,
    *,
    actor: str,
    is_trial: bool = False,
    is_clock_confirmed: bool = False,
    now: int | None = None,
) -> list[Removed]:
    """Empties or removes what has passed its time, and records that it did.

    Args:
        settings: Names the stores.
        actor: Who runs it, for the audit record.
        is_trial: Count only, change nothing.
        is_clock_confirmed: Somebody looked at the clock: a long rest is one.
        now: Unix time to count from; None is now.

    Raises:
        BusyError: A load or a build is using the raw store.
        AuditError: It cannot be recorded: nothing is removed.
        ThanThienError: The clock stands long after the last record: if it is wrong,
            what is removed would be removed too early.
    """
    moment = int(time.time()) if now is None else now
    if now is None and not is_trial and not is_clock_confirmed:
        _refuse_if_clock_jumped(settings, moment)
    if not is_trial:
        audit.record(settings, actor=actor, action="retention")
    # how much came for a wave that waits nobody else hears, though it is emptied too
    held = held_files(settings)
    removed = _from_state(settings, moment, is_trial=is_trial)
    n_matters = forget_old(settings, now=moment, is_trial=is_trial)
    removed.append(Removed("process", n_matters))
    removed.append(_from_sources(settings, moment, held, is_trial=is_trial))
    n_files = forget_old_files(settings, moment, actor=actor, is_trial=is_trial)
    removed.append(Removed("inbox", n_files))
    n_homes = throw_away_old(settings, moment, is_trial=is_trial)
    removed.append(Removed("practice", n_homes))
    if settings.raw_path.exists():
        if not is_trial:
            forget_kept(settings)
            forget_raw_parquet(settings)
        removed += _from_raw(settings, moment, held, is_trial=is_trial)
    return removed


def _refuse_if_clock_jumped(settings: Settings, now: int) -> None:
    records = audit.read_records(settings, limit=1)
    if not records:
        return
    last = datetime.fromisoformat(records[0].at)
    if now > last.timestamp() + LONGEST_REST_DAYS * DAY:
        rule = f"the last record is of {last:%Y-%m-%d}; a clock ahead removes too early"
        step = "thanthien retention --clock-is-right"
        today = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d}"
        raise ThanThienError("clock", today, rule, step)


def _from_sources(
    settings: Settings, now: int, held: Collection[str], *, is_trial: bool
) -> Removed:
    """Removes kept source files; raw made from them stays, as does what it says."""
    folder = settings.home / "sources"
    old = [
        path
        for path in folder.glob("*.age")
        if path.stat().st_mtime < now - SOURCE_DAYS * DAY
    ]
    for path in [] if is_trial else old:
        path.unlink()
        path.with_suffix(".json").unlink(missing_ok=True)
    return Removed("sources", sum(path.stem not in held for path in old))


def _from_state(settings: Settings, now: int, *, is_trial: bool) -> list[Removed]:
    removed = []
    with writing(settings) as connection:
        for table, statement in _STATE_RULES.items():
            bound = {"now": now, "day": DAY}
            n_rows = run_sql(connection, statement, bound).rowcount
            if table != "wave_salt":  # one for each file the Front signed
                removed.append(Removed(table, n_rows))
        if is_trial:
            run_sql(connection, "rollback")
            run_sql(connection, "begin")
    return removed


def _from_raw(
    settings: Settings, now: int, held: Collection[str], *, is_trial: bool
) -> list[Removed]:
    with open_raw(settings, is_read_only=is_trial) as connection:
        tables = {
            str(name)
            for (name,) in run_sql(
                connection,
                "select table_name from duckdb_tables() where schema_name = 'raw'",
            ).fetchall()
        }
        rules = [rule for rule in RAW_RULES if rule.table in tables]
        found = [
            _apply(connection, rule, now, held, is_trial=is_trial) for rule in rules
        ]
        if "refused" in tables:
            found.append(_empty_refused(connection, now, held, is_trial=is_trial))
        return found


def _empty_refused(
    connection: duckdb.DuckDBPyConnection,
    now: int,
    held: Collection[str],
    *,
    is_trial: bool,
) -> Removed:
    """Empties wrong values, which may be anything a person wrote in a wrong cell."""
    before = datetime.fromtimestamp(now, UTC) - timedelta(days=REFUSED_VALUE_DAYS)
    bound = {"before": before.replace(tzinfo=None)}
    where = (
        "where value is not null and file_sha256 in ("
        " select file_sha256 from raw.file group by file_sha256"
        " having max(loaded_at) < $before)"
    )
    counted = run_sql(
        connection,
        f"select count(*), count(*) filter (where {_TOLD.format('file_sha256')})"
        f" from raw.refused {where}",
        {**bound, "held": sorted(held)},
    )
    n_rows, n_told = counted.fetchone() or (0, 0)
    if not is_trial and n_rows:
        run_sql(connection, f"update raw.refused set value = null {where}", bound)
    return Removed("refused: value", int(n_told))


def _apply(
    connection: duckdb.DuckDBPyConnection,
    rule: RawRule,
    now: int,
    held: Collection[str],
    *,
    is_trial: bool,
) -> Removed:
    before = datetime.fromtimestamp(now, UTC).date() - timedelta(days=rule.keep_days)
    left = dict.fromkeys(rule.columns, "null")
    filled = [f"{column} is not null" for column in rule.columns]
    if rule.unlinked:
        is_random = f"starts_with({rule.unlinked}, '{UNLINKED}')"
        left[rule.unlinked] = f"case when {is_random} then {rule.unlinked} end"
        filled[rule.columns.index(rule.unlinked)] = f"not {is_random}"
    where = f"where {rule.since} < $before and ({' or '.join(filled)})"
    table, bound = f'raw."{rule.table}"', {"before": before}
    counted = run_sql(
        connection,
        f"select count(*), count(*) filter (where {_TOLD.format('_file_sha256')})"
        f" from {table} {where}",
        {**bound, "held": sorted(held)},
    )
    n_rows, n_told = counted.fetchone() or (0, 0)
    if not is_trial and n_rows:
        if rule.unlinked:
            _unlink(connection, rule, before)
        emptied = ", ".join(f"{column} = {value}" for column, value in left.items())
        run_sql(connection, f"update {table} set {emptied} {where}", bound)
    return Removed(f"{rule.table}: {', '.join(rule.columns)}", int(n_told))


def _unlink(connection: duckdb.DuckDBPyConnection, rule: RawRule, before: date) -> None:
    """Gives the people of waves whose term has begun to end random names.

    All of a wave at once, so that ballots of one person keep one name; which person
    had which name is kept nowhere.
    """
    table, column = f'raw."{rule.table}"', rule.unlinked
    run_sql(
        connection,
        f"create or replace temp table unlinked as select *, '{UNLINKED}' ||"
        f" replace(uuid()::varchar, '-', '') as random_name from (select distinct"
        f" wave_code, {column} as person from {table} where not"
        f" starts_with({column}, '{UNLINKED}') and wave_code in (select wave_code"
        f" from {table} where {rule.since} < $before))",
        {"before": before},
    )
    run_sql(
        connection,
        f"update {table} as a set {column} = u.random_name from unlinked as u"
        f" where a.wave_code = u.wave_code and a.{column} = u.person",
    )
    run_sql(connection, "drop table unlinked")
