"""Plans kept as part of their wave: each edition stays as it was made."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from warehouse import audit
from warehouse.errors import AccountError
from warehouse.people.account_rows import Identity
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing
from warehouse.waves.plan import Plan

_LAST = """
select
    p.*,
    not exists (
        select 1 from wave_draw as d
        where d.wave_code = p.wave_code and d.plan_edition = p.edition
    ) and not exists (
        select 1 from design_statement as s where instr(s.body, p.sha256) > 0
    ) as is_idle
from wave_plan as p
where p.wave_code = ?
order by p.edition desc
limit 1
"""


@dataclass(frozen=True)
class KeptPlan:
    """One edition of the plan of a wave.

    Attributes:
        wave_code: The wave.
        edition: 1, 2, …; the last one counts.
        planned_at: UTC time, ISO 8601.
        planned_by: User name of the Front's account.
        plan: The plan as plain values.
        sha256: Digest of its text, by which anyone can tell that it is the same.
    """

    wave_code: str
    edition: int
    planned_at: str
    planned_by: str
    plan: dict[str, Any]
    sha256: str


def keep_plan(settings: Settings, plan: Plan, *, by: Identity) -> KeptPlan:
    """Keeps a plan as the next edition of its wave.

    The same plan of the same account, kept again before anything rests on it, as after
    a cut, is the edition that stands. Once it is drawn or signed, keeping it again asks
    for a new draw.

    Raises:
        AccountError: The account is not the Front's.
        AuditError: It cannot be recorded: it is not kept.
    """
    if by.role != FRONT:
        rule = "only an account of the role front keeps a plan"
        raise AccountError("role", by.role, rule, "sign in as the Front")
    code = plan.request.wave_code
    text = json.dumps(plan.as_record(), ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with writing(settings) as connection:
        last = run_sql(connection, _LAST, (code,)).fetchone()
        kept = (digest, by.user_name)
        if last and (last["sha256"], last["planned_by"]) == kept and last["is_idle"]:
            edition, at = last["edition"], last["planned_at"]
            return KeptPlan(code, edition, at, by.user_name, json.loads(text), digest)
        edition = last["edition"] + 1 if last else 1
        run_sql(
            connection,
            "insert into wave_plan values (?, ?, ?, ?, ?, ?)",
            (code, edition, at, by.user_name, text, digest),
        )
        audit.record(
            settings,
            actor=by.user_name,
            action="wave_planned",
            subject=code,
            detail={"edition": str(edition), "sha256": digest},
        )
    return KeptPlan(code, edition, at, by.user_name, json.loads(text), digest)


def kept_plans(settings: Settings) -> list[KeptPlan]:
    """The last edition of each wave's plan, the latest kept first."""
    if not settings.state_path.exists():
        return []
    query = """
        select wave_code, edition, planned_at, planned_by, plan, sha256
        from wave_plan
        where (wave_code, edition) in (
            select wave_code, max(edition) from wave_plan group by wave_code
        )
        order by planned_at desc, wave_code
    """
    with reading(settings) as connection:
        rows = [tuple(row) for row in run_sql(connection, query)]
    return [
        KeptPlan(code, edition, at, by, json.loads(text), digest)
        for code, edition, at, by, text, digest in rows
    ]
