"""Which waves the Front has released: a record that only grows.

Until then nobody but the Front reads an answer of its independent or supervision
waves. A release is final, because what people have read cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from warehouse import audit
from warehouse.errors import AccountError
from warehouse.people.account_rows import Identity
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing


@dataclass(frozen=True)
class Release:
    """One released wave.

    Attributes:
        wave_code: The wave.
        released_at: UTC time, ISO 8601.
        released_by: User name of the Front's account.
    """

    wave_code: str
    released_at: str
    released_by: str


def releases(settings: Settings) -> list[Release]:
    """All releases, the first one first; none where nobody has an account yet."""
    if not settings.state_path.exists():
        return []
    query = "select * from wave_release order by released_at, wave_code"
    with reading(settings) as connection:
        return [Release(*row) for row in run_sql(connection, query)]


def released_waves(settings: Settings) -> tuple[str, ...]:
    """Codes of the released waves, in order of the alphabet."""
    return tuple(sorted(release.wave_code for release in releases(settings)))


def release_wave(
    settings: Settings, wave_code: str, *, by: Identity, held: Collection[str]
) -> None:
    """Releases a wave for good: from the next question on all who may, read it.

    Args:
        settings: Names the store.
        wave_code: The wave.
        by: Who releases; an account of the role `front`.
        held: Waves of the published build that wait for a release.

    Raises:
        AccountError: The account is not the Front's, or the wave does not wait.
        AuditError: It cannot be recorded: it is not released.
    """
    if by.role != FRONT:
        rule = "only an account of the role front releases the Front's waves"
        raise AccountError("role", by.role, rule, "sign in as the Front")
    if wave_code not in held:
        rule = f"one of the waves that wait: {', '.join(sorted(held)) or 'none'}"
        raise AccountError("wave", wave_code, rule, "thanthien wave list")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with writing(settings) as connection:
        run_sql(
            connection,
            "insert or ignore into wave_release values (?, ?, ?)",
            (wave_code, at, by.user_name),
        )
        audit.record(settings, actor=by.user_name, action="release", subject=wave_code)
