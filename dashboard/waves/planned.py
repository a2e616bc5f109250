"""Waves the Front has planned, as its desk meets them: their list, their answers."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from dashboard.rows.context import Page
from dashboard.rows.data import ask
from warehouse.custody.owners import owners
from warehouse.errors import PlanError
from warehouse.rights import FRONT
from warehouse.settings import Settings
from warehouse.waves.forms.planned import form_of_plan, stream_after
from warehouse.waves.forms.reading_spec import reading_spec
from warehouse.waves.kept_draws import kept_draw
from warehouse.waves.kept_plans import kept_plans


def wave_to_list(page: Page) -> dict[str, str]:
    """The last planned wave that no list names yet, column → value; empty if none."""
    settings = Settings.from_environment()
    known = owners(settings)
    plan = next((p for p in kept_plans(settings) if p.wave_code not in known), None)
    if plan is None:
        return {}
    before = page.waves.get(plan.plan["request"]["since"])
    return {
        "wave_code": plan.wave_code,
        "stream": stream_after(before.stream if before else None),
        "owner": FRONT,
        "mode": (before and before.mode) or "",
        "planned_n": str(plan.plan["province"]["n_forms"]),
        "instrument": (before and before.instrument) or "",
    }


def specs_of_forms(page: Page) -> list[str]:
    """Specs that read the answers of planned waves, of every form the page offers."""
    found = []
    settings = Settings.from_environment()
    for plan in kept_plans(settings):
        drawn = kept_draw(settings, plan.wave_code, plan.edition)
        for asks_more in (False, True):
            # a plan whose form cannot be made was never asked by one
            with suppress(PlanError):
                form = form_of_plan(
                    plan, partial(ask, page), drawn=drawn, asks_commitments=asks_more
                )
                found.append(reading_spec(form))
    return found
