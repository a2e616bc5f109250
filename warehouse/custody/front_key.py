"""The Front's key: an Ed25519 pair of which the Front keeps the private half.

That half lies in a file under a passphrase; the home knows the public half alone. One
key is registered for good, so that nobody can put another in its place; whoever
administers the server could still change the program itself, and no key within one home
protects against that.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from warehouse import audit
from warehouse.errors import CustodyError
from warehouse.people.account_rows import Identity
from warehouse.people.passwords import MIN_LENGTH
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.copies import write_private
from warehouse.stores.kept_reading import kept_reading, with_log
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing


@dataclass(frozen=True)
class FrontKey:
    """The registered public half.

    Attributes:
        key_id: First 16 digits of its SHA-256.
        public_key: 32 bytes in hex.
        is_demo: Made for the simulated province; signs nothing real.
    """

    key_id: str
    public_key: str
    is_demo: bool

    def is_signature(self, signature: str, text: str) -> bool:
        """Whether the private half of this key signed the text."""
        try:
            public = bytes.fromhex(self.public_key)
            key = Ed25519PublicKey.from_public_bytes(public)
            key.verify(bytes.fromhex(signature), text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


class Signer:
    """The opened private half.

    Args:
        private: The key.
    """

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public_key = private.public_key().public_bytes_raw().hex()

    @property
    def key_id(self) -> str:
        """Name of the pair."""
        return key_id_of(self.public_key)

    def sign(self, text: str) -> str:
        """The signature of a text, in hex."""
        return self._private.sign(text.encode()).hex()


def front_key(settings: Settings) -> FrontKey | None:
    """The registered key; None before the Front has made one."""
    if not settings.state_path.exists():
        return None
    query = "select key_id, public_key, is_demo from front_key"

    def read() -> FrontKey | None:
        with reading(settings) as connection:
            row = run_sql(connection, query).fetchone()
        return None if row is None else FrontKey(row[0], row[1], bool(row[2]))

    return kept_reading("front_key", read, *with_log(settings.state_path))


def key_of(public_key: str) -> FrontKey:
    """A public half that is not read from the home.

    Args:
        public_key: 32 bytes in hex, as `thanthien wave key` prints it.

    Raises:
        CustodyError: It is none.
    """
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    except ValueError as error:
        rule, step = "the public half has 64 hex digits", "type it anew"
        raise CustodyError("key", public_key[:80], rule, step) from error
    return FrontKey(key_id_of(public_key), public_key.lower(), is_demo=False)


def make_key(
    settings: Settings,
    path: Path,
    passphrase: str,
    *,
    by: Identity,
    is_demo: bool = False,
) -> FrontKey:
    """Makes the pair, writes the private half and registers the public one.

    Args:
        settings: Names the home.
        path: New file for the private half, outside of the home unless for a demo.
        passphrase: Encrypts that file.
        by: An account of the role `front`.
        is_demo: For the simulated province.

    Raises:
        CustodyError: The Front has a key, the file is there or within the home, the
            passphrase is short, or the account is not the Front's.
        AuditError: It cannot be recorded: no key is registered.
    """
    _check_new(settings, passphrase, by)
    _check_place(settings, path, is_demo)
    private = Ed25519PrivateKey.generate()
    signer = Signer(private)
    pem = _locked(private, passphrase)
    key = FrontKey(signer.key_id, signer.public_key, is_demo)
    register_key(settings, key, by.user_name, lambda: write_private(path, pem))
    return key


def draw_up_key(settings: Settings, passphrase: str, *, by: Identity) -> str:
    """A new private half under its passphrase, for its owner to put away.

    Nothing is registered yet: that is done with `register_own_key`, by who shows that
    the half was kept and opens, so that no key is registered and lost.

    Raises:
        CustodyError: As `make_key` says.
    """
    _check_new(settings, passphrase, by)
    return _locked(Ed25519PrivateKey.generate(), passphrase)


def register_own_key(settings: Settings, signer: Signer, *, by: Identity) -> FrontKey:
    """Registers the public half of a key that its owner has just opened.

    Raises:
        CustodyError: The Front has a key, or the account is not the Front's.
        AuditError: It cannot be recorded: no key is registered.
    """
    _check_owner(settings, by)
    key = FrontKey(signer.key_id, signer.public_key, is_demo=False)
    register_key(settings, key, by.user_name)
    return key


def _locked(private: Ed25519PrivateKey, passphrase: str) -> str:
    """The private half as its file holds it."""
    locked = BestAvailableEncryption(passphrase.encode())
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked).decode()


def register_key(
    settings: Settings,
    key: FrontKey,
    actor: str,
    then: Callable[[], None] = lambda: None,
) -> None:
    """Registers a public half, for good.

    Args:
        settings: Names the home.
        key: The public half.
        actor: Who does it, for the audit record.
        then: What else must succeed.

    Raises:
        AuditError: It cannot be recorded: no key is registered.
    """
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with writing(settings) as connection:
        run_sql(
            connection,
            "insert into front_key values (?, ?, ?, ?, ?)",
            (key.key_id, key.public_key, int(key.is_demo), actor, at),
        )
        audit.record(settings, actor=actor, action="front_key_made", subject=key.key_id)
        then()


def open_key(path: Path, passphrase: str) -> Signer:
    """Opens the private half.

    Raises:
        CustodyError: It is no such file, or the passphrase is wrong.
    """
    try:
        return open_key_text(path.read_bytes(), passphrase)
    except OSError as error:
        raise CustodyError("key", path.name, *_OPENED) from error


_OPENED = "the Front's key file and its passphrase", "try again"


def open_key_text(pem: bytes, passphrase: str) -> Signer:
    """Opens the private half from what its file holds, as a page is given it.

    Raises:
        CustodyError: It is no such text, or the passphrase is wrong.
    """
    try:
        private = load_pem_private_key(pem, passphrase.encode())
    except (ValueError, TypeError) as error:
        raise CustodyError("key", "…", *_OPENED) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise CustodyError("key", "…", *_OPENED)
    return Signer(private)


def _check_new(settings: Settings, passphrase: str, by: Identity) -> None:
    _check_owner(settings, by)
    if len(passphrase) < MIN_LENGTH:
        rule = f"a passphrase has at least {MIN_LENGTH} characters"
        raise CustodyError("passphrase", "…", rule, "choose a longer one")


def _check_owner(settings: Settings, by: Identity) -> None:
    if by.role != FRONT:
        rule = "only an account of the role front makes the Front's key"
        raise CustodyError("role", by.role, rule, "sign in as the Front")
    if settings.front_by_bundle:
        rule = "the Front makes its key in its own home"
        raise CustodyError("key", by.user_name, rule, "use a home of its own")
    known = front_key(settings)
    if known is not None:
        rule = "the Front has a key, and one is registered for good"
        raise CustodyError("key", known.key_id, rule, "use that key")


def _check_place(settings: Settings, path: Path, is_demo: bool) -> None:
    if path.exists():
        rule = "the private half goes into a new file"
        raise CustodyError("key", path.name, rule, "name another file")
    is_within = os.path.commonpath([path.absolute(), settings.home]) == str(
        settings.home
    )
    if is_within and not is_demo:
        rule = "the Front keeps the private half, not the home"
        raise CustodyError("key", path.name, rule, "name a file elsewhere")


def key_id_of(public_key: str) -> str:
    """Name of the pair with a public half in hex: the first 16 digits of its digest."""
    return sha256(bytes.fromhex(public_key)).hexdigest()[:16]
