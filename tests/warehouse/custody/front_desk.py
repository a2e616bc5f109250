"""The Front at its desk: makes its key once, and releases with it."""

from __future__ import annotations

from pathlib import Path

from warehouse.custody.front_key import Signer, front_key, make_key, open_key
from warehouse.custody.front_waves import release
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings

FRONT = Identity("mattran", "Mặt trận", "front")
PASSPHRASE = "cụm mật khẩu của khóa thử"


def key_file(settings: Settings) -> Path:
    """The private half, outside of the home."""
    path = settings.home.parent / f"{settings.home.name}.pem"
    if front_key(settings) is None:
        make_key(settings, path, PASSPHRASE, by=FRONT)
    return path


def signer_of(settings: Settings) -> Signer:
    """The opened key of a home; made the first time."""
    return open_key(key_file(settings), PASSPHRASE)


def released_by_front(settings: Settings, *codes: str) -> None:
    """Releases waves as the published build shows them."""
    for code in codes:
        release(settings, code, by=FRONT, signer=signer_of(settings))
