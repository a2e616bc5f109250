"""The one secret of an installation, and the keys derived from it.

The secret is made on first use, in a file only its owner may read. Each purpose
gets its own key, so a leak in one place opens no other.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.stores.state import refuse_if_shared

SECRET_BYTES = 32


def key_path(settings: Settings) -> Path:
    """Where the secret lies: `THANTHIEN_KEY_FILE`, else `secret.key` at home."""
    return Path(os.environ.get("THANTHIEN_KEY_FILE", settings.home / "secret.key"))


def has_secret(settings: Settings) -> bool:
    """Whether the secret is there and has its length; one not readable counts."""
    path = key_path(settings)
    return path.is_file() and path.stat().st_size == SECRET_BYTES


def derived_key(settings: Settings, purpose: str) -> bytes:
    """A 32-byte key for one purpose.

    Args:
        settings: Names the home, so the secret.
        purpose: A fixed word, e.g. `audit`.

    Raises:
        ThanThienError: The secret may be read by others, is damaged, or is lost
            while an audit record signed with it exists.
    """
    secret = _read_or_make(settings)
    return hmac.new(secret, b"thanthien/" + purpose.encode(), hashlib.sha256).digest()


def _read_or_make(settings: Settings) -> bytes:
    path = key_path(settings)
    if not path.exists():
        _make(path, settings)
    refuse_if_shared(path)
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        rule = f"the secret has {SECRET_BYTES} bytes"
        raise ThanThienError(str(path), len(secret), rule, "restore it from backup")
    return secret


def _make(path: Path, settings: Settings) -> None:
    if settings.audit_path.exists() and settings.audit_path.stat().st_size:
        rule = "the audit record is signed with it and cannot be checked without it"
        raise ThanThienError(str(path), "missing", rule, "restore it from backup")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # of two processes that start at once, one wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
