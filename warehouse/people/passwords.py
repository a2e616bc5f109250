"""Passwords: their rule, their argon2id hash, and a check of constant cost."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from warehouse.errors import AccountError

MIN_LENGTH = 12
MAX_LENGTH = 256

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # without l, o, 0, 1: read aloud

_hasher = PasswordHasher()
_two_at_once = threading.BoundedSemaphore(2)  # each hash takes 64 MiB


def new_password() -> str:
    """A random password that can be read over the telephone: 75 bits."""
    letters = [secrets.choice(_ALPHABET) for _ in range(15)]
    return "-".join("".join(letters[at : at + 5]) for at in (0, 5, 10))


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    with _two_at_once:
        return _hasher.hash(_canonical(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Checks a password; without a hash it costs the same and is wrong."""
    nobody = _nobody()
    with _two_at_once:
        try:
            _hasher.verify(password_hash or nobody, _canonical(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_same(one: str, other: str) -> bool:
    """Whether two passwords are the same letters, however they were typed."""
    return _canonical(one) == _canonical(other)


def refuse_if_weak(password: str, user_name: str) -> None:
    """Checks the rule for a new password.

    Raises:
        AccountError: Too short, too long, too plain, or it holds the user name.
    """
    rule = f"{MIN_LENGTH} to {MAX_LENGTH} characters, 5 different, not the user name"
    is_long_enough = MIN_LENGTH <= len(password) <= MAX_LENGTH
    is_plain = len(set(password)) < 5 or user_name.casefold() in password.casefold()
    if not is_long_enough or is_plain:
        shown = f"({len(password)} characters)"
        raise AccountError("password", shown, rule, "choose another password")


@cache
def _nobody() -> str:
    """A hash nobody's password has: made when first asked for, not by every command."""
    return _hasher.hash(secrets.token_hex(16))


def _canonical(password: str) -> str:
    # Telex keyboards of different systems compose the same letter differently.
    return unicodedata.normalize("NFC", password[: MAX_LENGTH * 4])
