"""Plans and draws as the Front signed them: statements in a record that only grows.

A statement names a plan, or the draw by it, by the digest of its text. With the public
half of the key anyone can tell that what a wave promised before anybody was asked, and
whom it drew, are still what the Front signed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from warehouse import audit
from warehouse.custody.batches import START
from warehouse.custody.changed_rows import Fault
from warehouse.custody.front_key import FrontKey, Signer, front_key
from warehouse.custody.signed_rows import digest_of
from warehouse.errors import AccountError, CustodyError, PlanError
from warehouse.people.account_rows import Identity
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing

KINDS = {
    "plan": "wave_planned",
    "draw": "wave_drawn",
    "second_draw": "wave_drawn_again",
}
"""What is signed → action of the audit record that it was kept."""
_KEPT = """
select * from (
select 'plan' as kind, wave_code, edition, plan as text, sha256 from wave_plan
union all
select 'draw', wave_code, plan_edition, draw, sha256 from wave_draw
union all
select 'second_draw', wave_code, plan_edition, draw, sha256 from wave_second_draw
)
order by
    wave_code,
    edition,
    case kind when 'plan' then 1 when 'draw' then 2 else 3 end
"""
_LAST = "select sequence, body from design_statement order by sequence desc limit 1"


class Design(NamedTuple):
    """Name of a plan, or of the first or second draw by it.

    Attributes:
        kind: One of `KINDS`.
        wave_code: The wave.
        edition: Edition of the plan.
    """

    kind: str
    wave_code: str
    edition: int


@dataclass(frozen=True)
class Statement:
    """One signed statement about a plan or a draw.

    Attributes:
        sequence: 1, 2, 3 … over all waves.
        previous: SHA-256 of the statement before.
        kind: One of `KINDS`.
        wave_code: The wave.
        edition: Edition of the plan.
        sha256: Digest of the text that was kept.
        signed_at: UTC time, ISO 8601.
        signed_by: User name of the Front's account.
        key_id: The key that signed.
    """

    sequence: int
    previous: str
    kind: str
    wave_code: str
    edition: int
    sha256: str
    signed_at: str
    signed_by: str
    key_id: str

    @property
    def design(self) -> Design:
        """What it is about."""
        return Design(self.kind, self.wave_code, self.edition)

    def body(self) -> str:
        """The text that is signed: JSON, keys in order, no spaces."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))


def signed_designs(settings: Settings) -> dict[Design, Statement]:
    """What the Front signed and is still as it was signed."""
    kept = _kept(settings)
    return {
        one.design: one
        for one, is_sound in _statements(settings)
        if is_sound and one and _is_kept(kept, one.design, one.sha256)
    }


def sign_designs(
    settings: Settings, wave_code: str, *, by: Identity, signer: Signer
) -> list[Statement]:
    """Signs the last plan of a wave and the draw by it; what is signed stays.

    Args:
        settings: Names the home.
        wave_code: The wave.
        by: An account of the role `front`.
        signer: The Front's opened key.

    Returns:
        The new statements; none where all is signed.

    Raises:
        AccountError: The account is not the Front's.
        PlanError: No plan of the wave is kept.
        CustodyError: It is another key, or the plan or draw is not as it was kept.
        AuditError: It cannot be recorded: nothing is signed.
    """
    if by.role != FRONT:
        rule = "only an account of the role front signs plans and draws"
        raise AccountError("role", by.role, rule, "sign in as the Front")
    key = front_key(settings)
    if key is None or key.public_key != signer.public_key:
        rule = "the key that is registered as the Front's"
        raise CustodyError("key", signer.key_id, rule, "thanthien wave key")
    kept = _kept(settings)
    editions = [one.edition for one in kept if one.wave_code == wave_code]
    if not editions:
        rule = "a plan is kept before it is signed"
        raise PlanError("wave", wave_code, rule, "thanthien wave plan … --keep")
    if any(fault.wave_code == wave_code for fault in design_faults(settings)):
        rule = "a plan and a draw are signed as they were kept, and one differs"
        raise CustodyError("wave", wave_code, rule, "thanthien wave verify")
    done = signed_designs(settings)
    waiting = [
        Design(kind, wave_code, max(editions))
        for kind in KINDS
        if Design(kind, wave_code, max(editions)) in kept
    ]
    return [
        _sign(settings, one, kept[one].sha256, by, signer)
        for one in waiting
        if one not in done
    ]


def design_faults(settings: Settings) -> list[Fault]:
    """Names each plan, draw or statement that is not as it was kept or signed."""
    kept = _kept(settings)
    faults = [
        Fault(design.kind, design.wave_code, str(design.edition))
        for design, digest in {**_noted(settings), **_named(settings)}.items()
        if not _is_kept(kept, design, digest)
    ]
    statements = list(_statements(settings))
    n_unsound = 0
    for place, (one, is_sound) in enumerate(statements, start=1):
        if not is_sound:
            n_unsound += 1
            faults.append(Fault("design", one.wave_code if one else "", str(place)))
    sound = [one for one, is_sound in statements if is_sound and one]
    if _n_lost(settings, sound) > n_unsound:
        faults.append(Fault("design", "", str(len(statements) + 1)))
    return faults


def _n_lost(settings: Settings, sound: list[Statement]) -> int:
    """Statements that only the record has.

    Not one of what the Front signed again: then a crash had come before the first
    was kept.
    """
    there = {digest_of(one.body()) for one in sound}
    again = {(one.wave_code, one.kind, str(one.edition)) for one in sound}
    noted = {
        one.detail["statement"]: (
            one.subject,
            one.detail["kind"],
            one.detail["edition"],
        )
        for one in audit.read_records(settings, action="design_signed", limit=None)
    }
    return sum(
        digest not in there and design not in again for digest, design in noted.items()
    )


class _Kept(NamedTuple):
    text: str
    sha256: str


def _kept(settings: Settings) -> dict[Design, _Kept]:
    if not settings.state_path.exists():
        return {}
    with reading(settings) as connection:
        rows = run_sql(connection, _KEPT).fetchall()
    return {Design(row[0], row[1], row[2]): _Kept(row[3], row[4]) for row in rows}


def _is_kept(kept: dict[Design, _Kept], design: Design, digest: str) -> bool:
    found = kept.get(design)
    return (
        found is not None and found.sha256 == digest and digest_of(found.text) == digest
    )


def _noted(settings: Settings) -> dict[Design, str]:
    """Digests of plans and draws, as the audit record has them."""
    return {
        Design(
            kind,
            record.subject,
            int(record.detail["edition" if kind == "plan" else "plan_edition"]),
        ): record.detail["sha256"]
        for kind, action in KINDS.items()
        for record in audit.read_records(settings, action=action, limit=None)
    }


def _named(settings: Settings) -> dict[Design, str]:
    """Digests of plans and draws, as the Front signed them."""
    return {
        one.design: one.sha256
        for one, is_sound in _statements(settings)
        if is_sound and one
    }


def _statements(settings: Settings) -> Iterator[tuple[Statement | None, bool]]:
    """Every statement in order, and whether it is signed, chained and on record."""
    if not settings.state_path.exists():
        return
    query = "select sequence, body, signature from design_statement order by sequence"
    with reading(settings) as connection:
        rows = run_sql(connection, query).fetchall()
    if not rows:
        return
    key = front_key(settings)
    noted = {
        record.detail["statement"]
        for record in audit.read_records(settings, action="design_signed", limit=None)
    }
    previous = START
    for place, (sequence, body, signature) in enumerate(rows, start=1):
        one = _read(body)
        digest = digest_of(body)
        is_sound = (
            one is not None
            and one.sequence == sequence == place
            and one.previous == previous
            and digest in noted
            and _is_signed(key, body, signature)
        )
        previous = digest
        yield one, is_sound


def _is_signed(key: FrontKey | None, body: str, signature: str) -> bool:
    return key is not None and key.is_signature(signature, body)


def _read(body: str) -> Statement | None:
    try:
        return Statement(**json.loads(body))
    except (TypeError, ValueError):
        return None


def _sign(
    settings: Settings, design: Design, digest: str, by: Identity, signer: Signer
) -> Statement:
    with writing(settings) as connection:
        last = run_sql(connection, _LAST).fetchone()
        statement = Statement(
            sequence=last[0] + 1 if last else 1,
            previous=digest_of(last[1]) if last else START,
            kind=design.kind,
            wave_code=design.wave_code,
            edition=design.edition,
            sha256=digest,
            signed_at=datetime.now(UTC).isoformat(timespec="seconds"),
            signed_by=by.user_name,
            key_id=signer.key_id,
        )
        body = statement.body()
        row = (statement.sequence, body, signer.sign(body))
        run_sql(connection, "insert into design_statement values (?, ?, ?)", row)
        audit.record(
            settings,
            actor=by.user_name,
            action="design_signed",
            subject=design.wave_code,
            detail={
                "kind": design.kind,
                "edition": str(design.edition),
                "statement": digest_of(body),
            },
        )
    return statement
