"""A second factor for those who want it: six figures that change every half minute.

RFC 6238 by pyotp. The secret lies sealed in the store, so that a copy of the store
alone makes no code. A code counts once: whoever looked over a shoulder comes too late.
"""

from __future__ import annotations

import base64
import hmac
import sqlite3
import time

import pyotp
from cryptography.fernet import Fernet, InvalidToken

from warehouse.errors import AccountError, DamagedError
from warehouse.people.account_rows import WITH_PASSWORD, find_row, identity_of
from warehouse.people.accounts import note
from warehouse.people.lockout import count_code, forget_codes
from warehouse.settings import Settings
from warehouse.stores.keys import derived_key
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

SEE_LIST = "see `thanthien user list`"
STEP_SECONDS = 30
_STEPS_ASIDE = (-1, 0, 1)
"""Clocks of phones go half a minute wrong."""


def new_secret() -> str:
    """A random secret, 160 bits in base 32."""
    return pyotp.random_base32()


def address_of(user_name: str, secret: str, issuer: str) -> str:
    """The `otpauth://` address that an authenticator reads as a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=user_name, issuer_name=issuer)


def has_second_factor(settings: Settings, user_name: str) -> bool:
    """Whether the account asks for a code."""
    with reading(settings) as connection:
        return _row(connection, user_name) is not None


def turn_on(
    settings: Settings,
    user_name: str,
    secret: str,
    code: str,
    *,
    now: int | None = None,
) -> None:
    """Gives a person's own account a second factor, once its code was shown right.

    Raises:
        AccountError: The code is not that of the secret, no local account has the
            name, or it has a second factor already.
    """
    moment = int(time.time()) if now is None else now
    counter = _counter_of(secret, code, moment)
    if counter is None:
        rule = "the six figures the authenticator shows now"
        raise AccountError("code", "…", rule, "look at its clock and try again")
    with writing(settings) as connection:
        row = find_row(connection, user_name)
        if row is None or row["source"] not in WITH_PASSWORD:
            rule = "the name of a local account"
            raise AccountError(
                "user name", user_name, rule, "see `thanthien user list`"
            )
        if _row(connection, user_name) is not None:
            rule = "an account has one second factor"
            raise AccountError("code", user_name, rule, "turn the old one off first")
        sealed = _box(settings).encrypt(secret.encode()).decode()
        run_sql(
            connection,
            "insert into second_factor values (?, ?, ?, ?)",
            (user_name, sealed, counter, moment),
        )
        note(settings, user_name, "second_factor_on", identity_of(row))


def turn_off(settings: Settings, user_name: str, *, actor: str) -> None:
    """Takes the second factor off, by the person or for one who lost the phone.

    Raises:
        AccountError: The account has none.
    """
    with writing(settings) as connection:
        row = find_row(connection, user_name)
        if row is None or _row(connection, user_name) is None:
            rule = "an account with a second factor"
            raise AccountError(
                "user name", user_name, rule, "see `thanthien user list`"
            )
        query = "delete from second_factor where user_name = ?"
        run_sql(connection, query, (user_name,))
        note(settings, actor, "second_factor_off", identity_of(row))


def take_code(settings: Settings, user_name: str, code: str, *, now: int) -> bool:
    """Whether the code is right and was not taken before; it counts as taken then.

    Returns:
        True for an account without a second factor, whatever the code.

    Raises:
        DamagedError: The sealed secret cannot be opened with the key of the home.
    """
    with writing(settings) as connection:
        row = _row(connection, user_name)
        if row is None:
            return True
        if count_code(connection, user_name, now):
            return False
        counter = _counter_of(_opened(settings, row), code, now)
        # a counter far ahead is from before the clock went back
        last = row["last_counter"]
        is_newer = counter is not None and (
            counter > last or last > now // STEP_SECONDS + len(_STEPS_ASIDE)
        )
        if is_newer:
            query = "update second_factor set last_counter = ? where user_name = ?"
            run_sql(connection, query, (counter, user_name))
            forget_codes(connection, user_name)
    return is_newer


def _counter_of(secret: str, code: str, now: int) -> int | None:
    """The half minute whose code this is, None for no code of about now."""
    typed = "".join(code.split())
    maker = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for aside in _STEPS_ASIDE:
        expected = maker.generate_otp(now // STEP_SECONDS + aside)
        if hmac.compare_digest(expected.encode(), typed.encode()):
            return now // STEP_SECONDS + aside
    return None


def _row(connection: sqlite3.Connection, user_name: str) -> sqlite3.Row | None:
    query = "select * from second_factor where user_name = ?"
    found: sqlite3.Row | None = run_sql(connection, query, (user_name,)).fetchone()
    return found


def _opened(settings: Settings, row: sqlite3.Row) -> str:
    try:
        return _box(settings).decrypt(row["sealed_secret"].encode()).decode()
    except InvalidToken as fault:
        rule = "sealed with the key of this home"
        step = "thanthien user second-factor NAME"
        raise DamagedError("second factor", row["user_name"], rule, step) from fault


def _box(settings: Settings) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key(settings, "second_factor")))
