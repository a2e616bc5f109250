"""Wrong passwords lock a name for 15 minutes: for the address they came from.

Five from one address lock the name there, so that nobody keeps a person out from
elsewhere. Fifty from all addresses together lock it at every address but those the
person has signed in from before, so that many addresses do not guess on.

Names are counted whether or not an account of that name exists, so a lock reveals
nothing; what is stored is the hash of the name, since people sometimes type a
password into the field of the name.
"""

from __future__ import annotations

import hashlib
import ipaddress
import sqlite3

from warehouse.stores.run_sql import run_sql

MAX_FAILURES = 5
MAX_FAILURES_ANYWHERE = 50
LOCK_SECONDS = 15 * 60
KNOWN_SECONDS = 90 * 24 * 60 * 60
"""How long an address counts as one a person signs in from."""

_ANYWHERE, _CODE = "*", "#"


def count_try(
    connection: sqlite3.Connection, user_name: str, now: int, *, address: str = ""
) -> bool:
    """Counts a try before it is checked, so tries at the same time all count.

    Args:
        connection: Of a transaction that writes.
        user_name: The name as typed.
        now: Unix seconds.
        address: Where the try comes from; empty for a command on the server.

    Returns:
        Whether the name is locked there, so that even the right password is refused.
    """
    if is_locked(connection, user_name, now, address=address):
        return True
    _count(connection, _key(user_name, network_of(address)), now, MAX_FAILURES)
    _count(connection, _key(user_name, _ANYWHERE), now, MAX_FAILURES_ANYWHERE)
    return False


def count_code(connection: sqlite3.Connection, user_name: str, now: int) -> bool:
    """Counts a code of a second factor that came with the right password.

    Codes are short: five wrong ones close the account's codes for 15 minutes, from
    every address, since whoever gets so far knows the password.

    Returns:
        Whether they are closed, so that even the right code is refused.
    """
    key = _key(user_name, _CODE)
    if _is_locked(connection, key, now):
        return True
    _count(connection, key, now, MAX_FAILURES)
    return False


def forget_codes(connection: sqlite3.Connection, user_name: str) -> None:
    """Starts the count of codes again, after a right one."""
    query = "delete from sign_in_failure where name_sha256 = ?"
    run_sql(connection, query, (_key(user_name, _CODE),))


def is_locked(
    connection: sqlite3.Connection, user_name: str, now: int, *, address: str = ""
) -> bool:
    """Whether the name is locked now for tries from this address."""
    if _is_locked(connection, _key(user_name, network_of(address)), now):
        return True
    is_known = _is_known(connection, user_name, network_of(address), now)
    return not is_known and _is_locked(connection, _key(user_name, _ANYWHERE), now)


def forget_failures(
    connection: sqlite3.Connection, user_name: str, *, address: str | None = None
) -> None:
    """Starts the count again, after a right password or a reset.

    Args:
        connection: Of a transaction that writes.
        user_name: The name.
        address: Where the right password came from: the tries there are taken off the
            sum, what others try from elsewhere stays counted. None, after a reset,
            forgets every address.
    """
    query = "delete from sign_in_failure where name_sha256"
    if address is None:
        run_sql(connection, f"{query} glob ?", (f"{_key(user_name, '')[:65]}*",))
    else:
        key = _key(user_name, network_of(address))
        n_here = _n_failures(connection, key)
        run_sql(connection, f"{query} = ?", (key,))
        _take_off(connection, _key(user_name, _ANYWHERE), n_here)


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 of an IPv6 address.

    Whoever has one IPv6 address has 2^64 of them.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)


def _count(connection: sqlite3.Connection, key: str, now: int, most: int) -> None:
    query = "select n_failures, last_at, locked_until from sign_in_failure"
    row = run_sql(connection, f"{query} where name_sha256 = ?", (key,)).fetchone()
    n_failures, last_at, locked_until = row or (0, 0, 0)
    # what is newer than now is from before the clock went back
    if locked_until or not now - LOCK_SECONDS <= last_at <= now + LOCK_SECONDS:
        n_failures = 0
    n_failures += 1
    locked_until = now + LOCK_SECONDS if n_failures >= most else 0
    run_sql(
        connection,
        "insert or replace into sign_in_failure values (?, ?, ?, ?)",
        (key, n_failures, now, locked_until),
    )


def _n_failures(connection: sqlite3.Connection, key: str) -> int:
    query = "select n_failures from sign_in_failure where name_sha256 = ?"
    row = run_sql(connection, query, (key,)).fetchone()
    return int(row[0]) if row else 0


def _take_off(connection: sqlite3.Connection, key: str, n: int) -> None:
    """Takes tries off a sum that locks nothing; a lock ends by its time alone."""
    query = (
        "update sign_in_failure set n_failures = n_failures - ?"
        " where name_sha256 = ? and locked_until = 0"
    )
    run_sql(connection, query, (n, key))
    query = "delete from sign_in_failure where name_sha256 = ? and n_failures <= 0"
    run_sql(connection, query, (key,))


def _is_locked(connection: sqlite3.Connection, key: str, now: int) -> bool:
    # a lock that ends later than a lock lasts is from before the clock went back
    query = (
        "select 1 from sign_in_failure where name_sha256 = ?"
        " and locked_until > ? and locked_until <= ?"
    )
    bound = (key, now, now + LOCK_SECONDS)
    return run_sql(connection, query, bound).fetchone() is not None


def _is_known(
    connection: sqlite3.Connection, user_name: str, place: str, now: int
) -> bool:
    """Whether the person has signed in from there; the server's own is known."""
    query = (
        "select distinct client_address from session"
        " where user_name = ? and created_at >= ?"
    )
    rows = run_sql(connection, query, (user_name, now - KNOWN_SECONDS)).fetchall()
    return place == "" or place in {network_of(address) for (address,) in rows}


def _key(user_name: str, place: str) -> str:
    """Hash of the name, then of the place: all places of a name begin alike."""
    name, where = (hashlib.sha256(word.encode()) for word in (user_name, place))
    return f"{name.hexdigest()}@{where.hexdigest()}"
