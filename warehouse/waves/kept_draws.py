"""Draws kept as part of their wave: one per plan, repeated and never drawn again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from warehouse import audit
from warehouse.errors import AccountError, DamagedError, PlanError
from warehouse.people.account_rows import Identity
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading, writing
from warehouse.waves.draw import Draw


@dataclass(frozen=True)
class KeptDraw:
    """The draw of one plan of a wave.

    Attributes:
        wave_code: The wave.
        plan_edition: The edition of its plan.
        drawn_at: UTC time, ISO 8601.
        drawn_by: User name of the Front's account.
        draw: Seed, frame and digests as plain values; no code of a dossier.
        sha256: Digest of its text, which the audit record holds too.
    """

    wave_code: str
    plan_edition: int
    drawn_at: str
    drawn_by: str
    draw: dict[str, Any]
    sha256: str


def keep_draw(settings: Settings, draw: Draw, *, by: Identity) -> KeptDraw:
    """Keeps a draw, or finds that it is the one kept before.

    Raises:
        AccountError: The account is not the Front's.
        PlanError: Another one was drawn by the same plan, or the frame has changed.
        AuditError: It cannot be recorded: it is not kept.
    """
    if by.role != FRONT:
        rule = "only an account of the role front draws a wave"
        raise AccountError("role", by.role, rule, "sign in as the Front")
    known = kept_draw(settings, draw.wave_code, draw.plan_edition)
    if known is not None:
        check_draw(known, draw)
        return known
    text = json.dumps(draw.as_record(), ensure_ascii=False, sort_keys=True)
    digest = sha256(text.encode()).hexdigest()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    row = (draw.wave_code, draw.plan_edition, at, by.user_name, text, digest)
    with writing(settings) as connection:
        run_sql(connection, "insert into wave_draw values (?, ?, ?, ?, ?, ?)", row)
        audit.record(
            settings,
            actor=by.user_name,
            action="wave_drawn",
            subject=draw.wave_code,
            detail={"plan_edition": str(draw.plan_edition), "sha256": digest},
        )
    return KeptDraw(*row[:4], json.loads(text), digest)


def kept_draw(settings: Settings, wave_code: str, plan_edition: int) -> KeptDraw | None:
    """The draw by one edition of a plan; None before it is drawn.

    Raises:
        DamagedError: It is not as it was kept.
    """
    if not settings.state_path.exists():
        return None
    query = "select * from wave_draw where wave_code = ? and plan_edition = ?"
    with reading(settings) as connection:
        row = run_sql(connection, query, (wave_code, plan_edition)).fetchone()
    if row is None:
        return None
    code, edition, at, by, text, digest = tuple(row)
    noted = audit.read_records(settings, action="wave_drawn", limit=None)
    is_noted = any(
        note.subject == wave_code and note.detail["sha256"] == digest for note in noted
    )
    if sha256(text.encode()).hexdigest() != digest or not is_noted:
        rule = "a draw stays as it was kept and as the audit record has it"
        raise DamagedError(
            "draw", code, rule, "restore the store from backup; thanthien doctor"
        )
    return KeptDraw(code, edition, at, by, json.loads(text), digest)


def drawn_from(settings: Settings, wave_code: str) -> dict[str, int]:
    """Unit code → dossiers in the frame of the last draw; empty before it is drawn.

    Raises:
        DamagedError: The draw is not as it was kept.
    """
    if not settings.state_path.exists():
        return {}
    query = "select max(plan_edition) from wave_draw where wave_code = ?"
    with reading(settings) as connection:
        [edition] = run_sql(connection, query, (wave_code,)).fetchone()
    kept = kept_draw(settings, wave_code, edition) if edition is not None else None
    return {u["unit_code"]: u["population"] for u in kept.draw["units"]} if kept else {}


def check_draw(known: KeptDraw, again: Draw) -> None:
    """Compares a kept draw with one made again.

    Args:
        known: What was kept.
        again: The draw from the same plan, seed and, so it should be, frame.

    Raises:
        PlanError: The frame has changed, or the draw is another.
    """
    now = again.as_record()
    if changed := _changed_units(known.draw, now):
        rule = "a wave is drawn from the frame it was drawn from first"
        step = "give the first export, or keep a new plan of the wave and draw by it"
        raise PlanError("frame", "; ".join(changed), rule, step)
    for name in ("plan_sha256", "seed", "replacement_share", "destroy_by", "units"):
        if now[name] != known.draw[name]:
            rule = "what was drawn by a plan is drawn once"
            step = "leave the option out, or keep a new plan of the wave and draw by it"
            raise PlanError(name, known.wave_code, rule, step)


def _changed_units(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Units whose part of the frame is another: code, dossiers before and now."""
    if before["frame"]["sha256"] == now["frame"]["sha256"]:
        return []
    first = {unit["unit_code"]: unit for unit in before["units"]}
    changed = [
        f"{unit['unit_code']}: {first[code]['population']} → {unit['population']}"
        for unit in now["units"]
        if (code := unit["unit_code"]) in first
        and unit["frame_sha256"] != first[code]["frame_sha256"]
    ]
    whole = f"{before['frame']['n']} → {now['frame']['n']}"
    return changed or [whole]
