"""Drawing a wave, or drawing it again: by its last plan, from an export."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
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
from warehouse.waves.sampling_frame import (
    FRAME_KINDS,
    HOUSEHOLDS,
    RETURNED,
    VISITED,
    Frame,
    read_frame,
    read_households,
)
from warehouse.waves.signed_designs import design_faults
from warehouse.waves.visits import Visits, check_visits, visit_days

Row = Mapping[str, Any]

MOST_DAYS = 92
"""Days of fieldwork that visits are drawn from."""
DESTROYED_AFTER_DAYS = 90
"""Days from the draw to the destruction of the lists, where nobody says otherwise."""


@dataclass(frozen=True)
class Ask:
    """What is asked of a draw; what is None is as it was drawn, or the default.

    Attributes:
        wave_code: The wave.
        seed: Fixes the draw; by default a random number of 128 bits.
        since: First day of the window; of results returned by default that of the
            plan's months, of visits the first day of the fieldwork.
        until: Last day; by default that of the last whole month of the plan.
        replacement_share: Replacements per form.
        destroy_by: Day on which lists are destroyed.
        takes_all: Ask about all where a unit has fewer in the frame than forms.
        frame_kind: One of `FRAME_KINDS`; by default results returned.
        visits: How visitors are met at the desk or in the reception room.
    """

    wave_code: str
    seed: str | None = None
    since: date | None = None
    until: date | None = None
    replacement_share: float | None = None
    destroy_by: date | None = None
    takes_all: bool = False
    frame_kind: str | None = None
    visits: Visits | None = None


def draw_wave(
    settings: Settings,
    ask: Ask,
    units: Iterable[Row],
    export: Path | None,
    *,
    today: date,
    spec_path: Path | None = None,
    days_of: Callable[[str], Iterable[Row]] | None = None,
) -> Draw:
    """Draws a wave by its last plan; one that was drawn is drawn again, the same.

    Args:
        settings: Names the home.
        ask: What is asked.
        units: Rows of the query `units`.
        export: The office's own list of dossiers, or the Front's of households; None
            for visits.
        today: Day of the draw.
        spec_path: Spec to read the export with; found by the headings if left out.
        days_of: Month, 2026-12 → rows of the query `calendar_days`; for visits.

    Raises:
        PlanError: No plan is kept, the plan is larger than the frame, or the wave
            was drawn from another frame or otherwise.
        ThanThienError: The export was refused.
    """
    units = list(units)
    plan = plan_of(settings, ask.wave_code)
    known = kept_draw(settings, plan.wave_code, plan.edition)
    before = known.draw if known else {}
    kind = ask.frame_kind or before.get("frame", {}).get("kind", RETURNED)
    visits = _visits(kind, ask.visits, before)
    window = _window(kind, ask, plan, before, today)
    if kind in VISITED and days_of and visits and window:
        since, until = window
        days = [day for month in _months(since, until) for day in days_of(month)]
        frame = visit_days(days, units, visits, kind=kind, since=since, until=until)
    else:
        frame = _listed(settings, kind, export, units, window, spec_path)
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
        visits=visits,
    )
    if known is not None:
        check_draw(known, draw)
    return draw


def _visits(kind: str, asked: Visits | None, before: Row) -> Visits | None:
    """How visitors are met: as asked, as drawn before, or by default."""
    if kind not in FRAME_KINDS:
        rule = f"one of {', '.join(FRAME_KINDS)}"
        raise PlanError("frame", kind, rule, "give one of these")
    if kind not in VISITED:
        return None
    kept = before.get("visits")
    visits = asked or (Visits.of_record(kept) if kept else Visits())
    check_visits(visits)
    return visits


def _window(
    kind: str, ask: Ask, plan: KeptPlan, before: Row, today: date
) -> tuple[date, date] | None:
    """First and last day of the frame; None of households."""
    if kind == HOUSEHOLDS:
        return None
    kept = before.get("frame", {})
    since = ask.since or _day(kept.get("since"))
    until = ask.until or _day(kept.get("until"))
    if kind not in VISITED:
        first, last = window_of(plan)
        return since or first, until or last
    if since is None or until is None or not 0 <= (until - since).days <= MOST_DAYS:
        rule = f"visits are drawn from at most {MOST_DAYS} days of fieldwork"
        step = "give both days: --since and --until"
        raise PlanError("window", f"{since} – {until}", rule, step)
    if not before and since <= today:
        rule = "nobody is told of a visit before, and a day gone by is not visited"
        raise PlanError("since", since, rule, "give a day after today")
    return since, until


def _listed(
    settings: Settings,
    kind: str,
    export: Path | None,
    units: list[Row],
    window: tuple[date, date] | None,
    spec_path: Path | None,
) -> Frame:
    if export is None or kind in VISITED:
        rule = "a list is drawn from a file, visits from the calendar of the build"
        step = "give the list of dossiers or of households: --from FILE"
        raise PlanError("frame", kind, rule, step)
    if window is None:
        return read_households(settings, export, units)
    since, until = window
    return read_frame(
        settings, export, units, since=since, until=until, spec_path=spec_path
    )


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


def _months(since: date, until: date) -> list[str]:
    first, last = (day.year * 12 + day.month - 1 for day in (since, until))
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, last + 1)]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
