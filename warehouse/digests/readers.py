"""Who gets a digest, and whose still has to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from warehouse.digests.addresses import addresses
from warehouse.digests.record import Digest, digest_of
from warehouse.errors import BusyError
from warehouse.people.accounts import Identity, list_accounts
from warehouse.settings import Settings
from warehouse.stores.lock import held

ROLES = ("leader", "committee", "front", "steward")


def readers(settings: Settings) -> list[Identity]:
    """Accounts in use that get a digest, by name."""
    return [
        row.identity
        for row in list_accounts(settings)
        if row.identity.role in ROLES and not row.is_disabled
    ]


def waiting(settings: Settings, week: date) -> list[tuple[Digest, str]]:
    """Digests of a week that no mail server took yet, with where they go.

    Only of accounts in use that have an address, and only as long as they have the
    role and unit the digest was made for.
    """
    known = addresses(settings)
    found = [
        (digest_of(settings, by, week), known[by.user_name])
        for by in readers(settings)
        if by.user_name in known
    ]
    return [(one, to) for one, to in found if one is not None and one.sent_at is None]


@contextmanager
def digest_lock(settings: Settings) -> Iterator[None]:
    """Lets one process at a time make and send digests.

    Raises:
        BusyError: Another does.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    path = settings.home / "digest.lock"
    rule = "only one process makes and sends digests at a time"
    with held(path, BusyError("digest.lock", path.name, rule, "wait, then retry")):
        yield
