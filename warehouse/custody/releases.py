"""Which waves the Front has released: signed statements in a record that only grows.

Until then nobody but the Front reads an answer of its waves. A release is final,
because what people have read cannot be taken back; a later edition stands beside it.
A statement counts only if the Front's key signed it and the audit record has it, so a
row that somebody writes into the store releases nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from warehouse import audit
from warehouse.custody.batches import START, read_chain
from warehouse.custody.changed_rows import waves_with
from warehouse.custody.check_waves import check_waves
from warehouse.custody.front_key import FrontKey, Signer, front_key
from warehouse.custody.signed_rows import ballots_text, digest_of
from warehouse.custody.taken_bundles import refuse_if_by_bundle
from warehouse.errors import AccountError, CustodyError
from warehouse.people.account_rows import Identity
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.kept_reading import kept_reading, with_log
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing


@dataclass(frozen=True)
class Release:
    """One statement of release.

    Attributes:
        sequence: 1, 2, 3 … over all waves.
        previous: SHA-256 of the statement before.
        wave_code: The wave.
        edition: 1, 2, 3 … of the wave.
        ballots: SHA-256 of all its signed parts.
        figures: SHA-256 of its published figures, see `figures_digest`.
        build_id: The build they stand in.
        released_at: UTC time, ISO 8601.
        released_by: User name of the Front's account.
        name: Name of that account.
        key_id: The key that signed.
    """

    sequence: int
    previous: str
    wave_code: str
    edition: int
    ballots: str
    figures: str
    build_id: str
    released_at: str
    released_by: str
    name: str
    key_id: str

    def body(self) -> str:
        """The text that is signed: JSON, keys in order, no spaces."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def of_body(cls, body: str) -> Release:
        """Reads what `body` wrote.

        Raises:
            ValueError: It is no such text.
        """
        try:
            return cls(**json.loads(body))
        except TypeError as error:
            raise ValueError(body[:80]) from error


def releases(settings: Settings) -> list[Release]:
    """The latest edition of every released wave, the first released first."""
    latest = {release.wave_code: release for release in all_editions(settings)}
    return sorted(latest.values(), key=lambda release: release.sequence)


def all_editions(settings: Settings) -> list[Release]:
    """Every edition of every released wave, in the order of their release."""
    return [release for release in _statements(settings) if release is not None]


def released_waves(settings: Settings) -> tuple[str, ...]:
    """Codes of the released waves, in order of the alphabet."""
    return tuple(sorted(release.wave_code for release in releases(settings)))


def forged_statements(settings: Settings) -> list[int]:
    """Places of statements that the Front did not sign, or the record does not have.

    A statement that only the record has is one too, after all that are there, unless
    the Front signed that edition again: then a crash had come before the first was
    kept.
    """
    found = _statements(settings)
    told = audit.read_records(settings, action="release", limit=None)
    sound = [release for release in found if release is not None]
    there = {digest_of(release.body()) for release in sound}
    again = {(release.wave_code, str(release.edition)) for release in sound}
    named = {
        one.detail["statement"]
        for one in told
        if "statement" in one.detail
        and (
            one.detail["statement"] in there
            or (one.subject, one.detail.get("edition")) not in again
        )
    }
    n_lost = len(named - there)
    forged = [n for n, release in enumerate(found, start=1) if release is None]
    n_gone = max(n_lost - len(forged), 0)
    return [*forged, *range(len(found) + 1, len(found) + 1 + n_gone)]


def release_wave(
    settings: Settings,
    wave_code: str,
    *,
    by: Identity,
    held: Collection[str],
    signer: Signer,
    figures: str,
    build_id: str,
) -> Release:
    """Releases a wave for good: from the next question on all who may, read it.

    Args:
        settings: Names the store.
        wave_code: The wave.
        by: Who releases; an account of the role `front`.
        held: Waves of the published build that wait for a release.
        signer: The Front's opened key.
        figures: Digest of its published figures.
        build_id: The build they stand in.

    Raises:
        AccountError: The account is not the Front's, or the wave does not wait.
        CustodyError: It is another key, or the wave is not as it was signed.
        AuditError: It cannot be recorded: it is not released.
    """
    _check(settings, wave_code, by, held, signer)
    with writing(settings) as connection:
        last = run_sql(
            connection,
            "select sequence, body from wave_statement order by sequence desc limit 1",
        ).fetchone()
        editions = [r.edition for r in releases(settings) if r.wave_code == wave_code]
        release = Release(
            sequence=last[0] + 1 if last else 1,
            previous=digest_of(last[1]) if last else START,
            wave_code=wave_code,
            edition=max(editions, default=0) + 1,
            ballots=ballots_digest(settings, wave_code),
            figures=figures,
            build_id=build_id,
            released_at=datetime.now(UTC).isoformat(timespec="seconds"),
            released_by=by.user_name,
            name=by.display_name,
            key_id=signer.key_id,
        )
        body = release.body()
        row = (release.sequence, body, signer.sign(body))
        run_sql(connection, "insert into wave_statement values (?, ?, ?)", row)
        _record(settings, release, actor=by.user_name)
    return release


def ballots_digest(settings: Settings, wave_code: str) -> str:
    """SHA-256 of all that is signed of a wave: its line, ballots and forms."""
    return digest_of(ballots_text(read_chain(settings).parts(), wave_code))


def _check(
    settings: Settings,
    wave_code: str,
    by: Identity,
    held: Collection[str],
    signer: Signer,
) -> None:
    if by.role != FRONT:
        rule = "only an account of the role front releases the Front's waves"
        raise AccountError("role", by.role, rule, "sign in as the Front")
    if wave_code not in held:
        rule = f"one of the waves that wait: {', '.join(sorted(held)) or 'none'}"
        raise AccountError("wave", wave_code, rule, "thanthien wave list")
    refuse_if_by_bundle(settings, "wave", wave_code)
    key = front_key(settings)
    if key is None or key.public_key != signer.public_key:
        rule = "the key that is registered as the Front's"
        raise CustodyError("key", signer.key_id, rule, "thanthien wave key")
    checked = check_waves(settings)
    if wave_code in waves_with(checked.faults, (*checked.waves, wave_code)):
        rule = "a wave is released as the Front signed it, and this one differs"
        raise CustodyError("wave", wave_code, rule, "thanthien wave verify")


def _statements(settings: Settings) -> list[Release | None]:
    """Every statement in order; None where it does not hold."""
    return [
        one
        if one is not None and _is_recorded(settings, digest_of(one.body()))
        else None
        for one in _signed_statements(settings)
    ]


def _signed_statements(settings: Settings) -> list[Release | None]:
    """Every statement in order; None where the Front did not sign it so."""
    if not settings.state_path.exists():
        return []
    query = "select sequence, body, signature from wave_statement order by sequence"

    def read() -> tuple[tuple[int, str, str], ...]:
        with reading(settings) as connection:
            return tuple(tuple(row) for row in run_sql(connection, query))

    rows = kept_reading("wave_statement", read, *with_log(settings.state_path))
    key = front_key(settings) if rows else None
    found: list[Release | None] = []
    for sequence, body, signature in rows:
        is_sound = key is not None and _is_signed(key, body, signature)
        release = Release.of_body(body) if is_sound else None
        is_placed = release is not None and release.sequence == sequence
        found.append(release if is_placed else None)
    return found


def record_again(settings: Settings, *, actor: str) -> None:
    """Enters what the Front signed into an audit record that was begun anew.

    The Front signs a statement in the act that records it, so one that it signed was on
    record: what has been released stays so when the record is lost.

    Args:
        settings: Names the home.
        actor: Who mends.

    Raises:
        AuditError: It cannot be recorded.
    """
    for one in _signed_statements(settings):
        if one is not None:
            _record(settings, one, actor=actor)


def _record(settings: Settings, release: Release, *, actor: str) -> None:
    audit.record(
        settings,
        actor=actor,
        action="release",
        subject=release.wave_code,
        detail={
            "statement": digest_of(release.body()),
            "edition": str(release.edition),
        },
    )


@lru_cache(maxsize=1024)
def _is_signed(key: FrontKey, body: str, signature: str) -> bool:
    return key.is_signature(signature, body)


# Statements this process has seen in a record: path of the record, digest.
_recorded: set[tuple[Path, str]] = set()


def _is_recorded(settings: Settings, digest: str) -> bool:
    """Whether the audit record has the statement; asked of it once."""
    if (settings.audit_path, digest) not in _recorded:
        found = audit.read_records(settings, action="release", limit=None)
        for record in found:
            known = record.detail.get("statement", "")
            _recorded.add((settings.audit_path, known))
    return (settings.audit_path, digest) in _recorded
