"""What the wave of a plan is called before and after a list names it."""

from __future__ import annotations

from datetime import datetime

from dashboard import dates
from dashboard.rows import changes
from dashboard.rows.context import VIETNAM, Page
from warehouse.waves.kept_plans import KeptPlan


def plan_name(page: Page, plan: KeptPlan) -> str:
    """The wave by its name once a list names it, else by what it is for and the day it
    was planned; its code stands behind."""
    if plan.wave_code in page.waves:
        name = changes.wave_text(page, plan.wave_code)
    else:
        at = datetime.fromisoformat(plan.planned_at).astimezone(VIETNAM)
        purpose = plan.plan["request"]["wanted"]["purpose"]
        what = page.words(f"plan.purposes.{purpose}")
        name = page.words("plan.planned_on", what=what, day=dates.day(at.date()))
    return name if name == plan.wave_code else f"{name} ({plan.wave_code})"
