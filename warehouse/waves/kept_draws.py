"""Draws kept as part of their wave: one per plan, repeated and never drawn again."""

from __future__ import annotations

from typing import Any

from warehouse.errors import PlanError
from warehouse.people.account_rows import Identity
from warehouse.settings import Settings
from warehouse.stores.run_sql import run_sql
from warehouse.stores.state import reading
from warehouse.waves.draw import Draw
from warehouse.waves.draw_table import DrawTable, KeptDraw, refuse_if_not_front
from warehouse.waves.sampling_frame import RETURNED

_FIRST = DrawTable("wave_draw", "wave_drawn", KeptDraw)


def keep_draw(settings: Settings, draw: Draw, *, by: Identity) -> KeptDraw:
    """Keeps a draw, or finds that it is the one kept before.

    Raises:
        AccountError: The account is not the Front's.
        PlanError: Another one was drawn by the same plan, or the frame has changed.
        AuditError: It cannot be recorded: it is not kept.
    """
    refuse_if_not_front(by)
    code, edition = draw.wave_code, draw.plan_edition
    known = kept_draw(settings, code, edition)
    if known is not None:
        check_draw(known, draw)
        return known
    return _FIRST.keep(settings, code, edition, draw.as_record(), by=by)


def kept_draw(settings: Settings, wave_code: str, plan_edition: int) -> KeptDraw | None:
    """The draw by one edition of a plan; None before it is drawn.

    Raises:
        DamagedError: It is not as it was kept.
    """
    return _FIRST.kept(settings, wave_code, plan_edition)


def drawn_from(settings: Settings, wave_code: str) -> dict[str, int]:
    """Unit code → dossiers or households in the frame of the last draw.

    Empty before it is drawn, and of visits, whose frame counts days and nobody.

    Raises:
        DamagedError: The draw is not as it was kept.
    """
    kept = _last_draw(settings, wave_code)
    if kept is None or "visits" in kept.draw:
        return {}
    return {u["unit_code"]: u["population"] for u in kept.draw["units"]}


def frame_kind_of(settings: Settings, wave_code: str) -> str | None:
    """Kind of frame of the last draw, one of `FRAME_KINDS`; None before it is drawn.

    Raises:
        DamagedError: The draw is not as it was kept.
    """
    kept = _last_draw(settings, wave_code)
    return kept.draw["frame"].get("kind", RETURNED) if kept else None


def _last_draw(settings: Settings, wave_code: str) -> KeptDraw | None:
    if not settings.state_path.exists():
        return None
    query = "select max(plan_edition) from wave_draw where wave_code = ?"
    with reading(settings) as connection:
        [edition] = run_sql(connection, query, (wave_code,)).fetchone()
    return kept_draw(settings, wave_code, edition) if edition is not None else None


def check_draw(known: KeptDraw, again: Draw) -> None:
    """Compares a kept draw with one made again.

    Args:
        known: What was kept.
        again: The draw from the same plan, seed and, so it should be, frame.

    Raises:
        PlanError: The frame has changed, or the draw is another.
    """
    now = again.as_record()
    if now["frame"]["kind"] != known.draw["frame"].get("kind", RETURNED):
        raise _drawn_once("frame", known)
    if now.get("visits") != known.draw.get("visits"):
        raise _drawn_once("visits", known)
    if changed := _changed_units(known.draw, now):
        rule = "a wave is drawn from the frame it was drawn from first"
        step = "give the first export, or keep a new plan of the wave and draw by it"
        raise PlanError("frame", "; ".join(changed), rule, step)
    for name in ("plan_sha256", "seed", "replacement_share", "destroy_by", "units"):
        if now[name] != known.draw[name]:
            raise _drawn_once(name, known)


def _drawn_once(name: str, known: KeptDraw) -> PlanError:
    rule = "what was drawn by a plan is drawn once"
    step = "leave the option out, or keep a new plan of the wave and draw by it"
    return PlanError(name, known.wave_code, rule, step)


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
