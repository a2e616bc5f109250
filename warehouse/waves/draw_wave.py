"""Drawing a wave, or drawing it again: by its last plan, from an export."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from warehouse.errors import DamagedError, PlanError
from warehouse.settings import Settings
from warehouse.waves.draw import REPLACEMENT_SHARE, Draw, make_draw
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.kept_draws import check_draw, kept_draw
from warehouse.waves.kept_plans import KeptPlan, kept_plans
from warehouse.waves.sampling_frame import read_frame
from warehouse.waves.signed_designs import design_faults

DESTROYED_AFTER_DAYS = 90
"""Days from the draw to the destruction of the lists, where nobody says otherwise."""


@dataclass(frozen=True)
class Ask:
    """What is asked of a draw; what is None is as it was drawn, or the default.

    Attributes:
        wave_code: The wave.
        seed: Fixes the draw; by default a random number of 128 bits.
        since: First day of the window; by default of the plan's months.
        until: Last day; by default that of the last whole month of the plan.
        replacement_share: Replacements per form.
        destroy_by: Day on which lists are destroyed.
        takes_all: Ask about all where a unit has fewer dossiers than forms.
    """

    wave_code: str
    seed: str | None = None
    since: date | None = None
    until: date | None = None
    replacement_share: float | None = None
    destroy_by: date | None = None
    takes_all: bool = False


def draw_wave(
    settings: Settings,
    ask: Ask,
    units: Iterable[Mapping[str, Any]],
    export: Path,
    *,
    today: date,
    spec_path: Path | None = None,
) -> Draw:
    """Draws a wave by its last plan; one that was drawn is drawn again, the same.

    Args:
        settings: Names the home.
        ask: What is asked.
        units: Rows of the query `units`.
        export: The office's own list of dossiers.
        today: Day of the draw.
        spec_path: Spec to read the export with; found by the headings if left out.

    Raises:
        PlanError: No plan is kept, the plan is larger than the frame, or the wave
            was drawn from another frame or otherwise.
        ThanThienError: The export was refused.
    """
    units = list(units)
    plan = plan_of(settings, ask.wave_code)
    known = kept_draw(settings, plan.wave_code, plan.edition)
    before = known.draw if known else {}
    first, last = window_of(plan)
    window = before.get("frame", {})
    frame = read_frame(
        settings,
        export,
        units,
        since=ask.since or _day(window.get("since")) or first,
        until=ask.until or _day(window.get("until")) or last,
        spec_path=spec_path,
    )
    share = ask.replacement_share
    draw = make_draw(
        plan,
        frame,
        {unit["unit_key"]: unit["unit_code"] for unit in units},
        seed=ask.seed or before.get("seed") or secrets.token_hex(16),
        destroy_by=ask.destroy_by
        or _day(before.get("destroy_by"))
        or today + timedelta(days=DESTROYED_AFTER_DAYS),
        replacement_share=(
            before.get("replacement_share", REPLACEMENT_SHARE)
            if share is None
            else share
        ),
        takes_all=ask.takes_all or known is not None,
    )
    if known is not None:
        check_draw(known, draw)
    return draw


def plan_of(settings: Settings, wave_code: str) -> KeptPlan:
    """The last edition of the plan of a wave.

    Raises:
        PlanError: None is kept.
        DamagedError: A plan or draw of the wave is not as it was kept or signed.
    """
    if any(fault.wave_code == wave_code for fault in design_faults(settings)):
        rule = "a plan and its draw stay as they were kept, and as the Front signed"
        raise DamagedError("wave", wave_code, rule, "thanthien wave verify")
    for plan in kept_plans(settings):
        if plan.wave_code == wave_code:
            return plan
    rule = "a wave is drawn by the sizes of its kept plan"
    raise PlanError("wave", wave_code, rule, "thanthien wave plan … --keep")


def drawn_before(settings: Settings, wave_code: str) -> KeptDraw:
    """The draw by the last plan of a wave.

    Raises:
        PlanError: There is none.
    """
    plan = plan_of(settings, wave_code)
    known = kept_draw(settings, wave_code, plan.edition)
    if known is None:
        rule = "only a draw that was kept can be checked"
        raise PlanError("wave", wave_code, rule, "draw it first, without --check")
    return known


def window_of(plan: KeptPlan) -> tuple[date, date]:
    """The plan's whole months up to the day of its data: first and last day."""
    months = int(plan.plan["request"]["months"])
    as_of = date.fromisoformat(plan.plan["data_as_of"])
    end = (as_of + timedelta(days=1)).replace(day=1)
    number = end.year * 12 + end.month - 1 - months
    return date(number // 12, number % 12 + 1, 1), end - timedelta(days=1)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
