"""Where draws are kept for good: a row that never changes, its digest in the audit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Generic, TypeVar

from warehouse import audit
from warehouse.errors import AccountError, DamagedError
from warehouse.people.account_rows import Identity
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing


@dataclass(frozen=True)
class KeptDraw:
    """A draw by one plan of a wave.

    Attributes:
        wave_code: The wave.
        plan_edition: The edition of its plan.
        drawn_at: UTC time, ISO 8601.
        drawn_by: User name of the Front's account.
        draw: Seed, digests and counts as plain values; no code of a dossier.
        sha256: Digest of its text, which the audit record holds too.
    """

    wave_code: str
    plan_edition: int
    drawn_at: str
    drawn_by: str
    draw: dict[str, Any]
    sha256: str

    @property
    def drawn(self) -> dict[str, int]:
        """Unit code → forms drawn; fewer than wanted where the frame has no more."""
        return {
            unit["unit_code"]: unit["n_drawn"] * unit.get("ballots_each", 1)
            for unit in self.draw["units"]
        }


Kept = TypeVar("Kept", bound=KeptDraw)


@dataclass(frozen=True)
class DrawTable(Generic[Kept]):
    """One sort of draw: at most one by each edition of a plan.

    Attributes:
        name: Its table in the state.
        action: How the audit record names the keeping of one.
        of: What a row is.
    """

    name: str
    action: str
    of: type[Kept]

    def keep(
        self,
        settings: Settings,
        wave_code: str,
        plan_edition: int,
        record: Mapping[str, Any],
        *,
        by: Identity,
    ) -> Kept:
        """Keeps a draw as plain values.

        Raises:
            AuditError: It cannot be recorded: it is not kept.
        """
        text = json.dumps(record, ensure_ascii=False, sort_keys=True)
        digest = sha256(text.encode()).hexdigest()
        at = datetime.now(UTC).isoformat(timespec="seconds")
        row = (wave_code, plan_edition, at, by.user_name, text, digest)
        with writing(settings) as connection:
            query = f"insert into {self.name} values (?, ?, ?, ?, ?, ?)"
            run_sql(connection, query, row)
            audit.record(
                settings,
                actor=by.user_name,
                action=self.action,
                subject=wave_code,
                detail={"plan_edition": str(plan_edition), "sha256": digest},
            )
        return self.of(*row[:4], json.loads(text), digest)

    def kept(
        self, settings: Settings, wave_code: str, plan_edition: int
    ) -> Kept | None:
        """The draw by one edition of a plan; None before it is drawn.

        Raises:
            DamagedError: It is not as it was kept.
        """
        if not settings.state_path.exists():
            return None
        query = f"select * from {self.name} where wave_code = ? and plan_edition = ?"
        with reading(settings) as connection:
            row = run_sql(connection, query, (wave_code, plan_edition)).fetchone()
        if row is None:
            return None
        code, edition, at, by, text, digest = tuple(row)
        noted = audit.read_records(settings, action=self.action, limit=None)
        is_noted = any(
            note.subject == wave_code and note.detail["sha256"] == digest
            for note in noted
        )
        if sha256(text.encode()).hexdigest() != digest or not is_noted:
            rule = "a draw stays as it was kept and as the audit record has it"
            step = "restore the store from backup; thanthien doctor"
            raise DamagedError("draw", code, rule, step)
        return self.of(code, edition, at, by, json.loads(text), digest)


def refuse_if_not_front(by: Identity) -> None:
    """Refuses who may not draw a wave.

    Raises:
        AccountError: The account is not the Front's.
    """
    if by.role != FRONT:
        rule = "only an account of the role front draws a wave"
        raise AccountError("role", by.role, rule, "sign in as the Front")
