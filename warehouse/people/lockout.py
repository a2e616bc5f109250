"""Five wrong passwords lock a name for 15 minutes.

Names are counted whether or not an account of that name exists, so a lock reveals
nothing; what is stored is the hash of the name, since people sometimes type a
password into the field of the name.
"""

from __future__ import annotations

import hashlib
import sqlite3

from warehouse.stores.run_sql import run_sql

MAX_FAILURES = 5
LOCK_SECONDS = 15 * 60


def count_try(connection: sqlite3.Connection, user_name: str, now: int) -> bool:
    """Counts a try before it is checked, so tries at the same time all count.

    Returns:
        Whether the name is locked, so that even the right password is refused.
    """
    key = _key(user_name)
    query = "select n_failures, last_at, locked_until from sign_in_failure"
    row = run_sql(connection, f"{query} where name_sha256 = ?", (key,)).fetchone()
    n_failures, last_at, locked_until = row or (0, 0, 0)
    # a lock that ends later than a lock lasts is from before the clock went back
    if now < locked_until <= now + LOCK_SECONDS:
        return True
    if locked_until or last_at < now - LOCK_SECONDS:
        n_failures = 0
    n_failures += 1
    locked_until = now + LOCK_SECONDS if n_failures >= MAX_FAILURES else 0
    run_sql(
        connection,
        "insert or replace into sign_in_failure values (?, ?, ?, ?)",
        (key, n_failures, now, locked_until),
    )
    return False


def is_locked(connection: sqlite3.Connection, user_name: str, now: int) -> bool:
    """Whether the name is locked now."""
    query = (
        "select 1 from sign_in_failure where name_sha256 = ?"
        " and locked_until > ? and locked_until <= ?"
    )
    bound = (_key(user_name), now, now + LOCK_SECONDS)
    return run_sql(connection, query, bound).fetchone() is not None


def forget_failures(connection: sqlite3.Connection, user_name: str) -> None:
    """Starts the count again, after a right password or a reset."""
    query = "delete from sign_in_failure where name_sha256 = ?"
    run_sql(connection, query, (_key(user_name),))


def _key(user_name: str) -> str:
    return hashlib.sha256(user_name.encode()).hexdigest()
