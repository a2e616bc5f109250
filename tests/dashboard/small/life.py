"""Requirements, meetings owed, services and signatures of the small build."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from tests.dashboard.small.indices import unit_columns
from warehouse.queries.registers import SERVICES

MONTH, AS_OF, CHECKED = date(2026, 10, 1), date(2026, 10, 31), date(2026, 9, 14)
# Code, row, step, what shows it, state.
REQUIREMENTS = (
    ("KE_HOACH", "1.1", 1, "document", "late"),
    ("NOI_QUY", "1.4", 1, "check", "done"),
    ("NUOC_UONG", "1.7", 1, "check", "done"),
    ("HOM_THU", "1.7", 2, "check", "not_met"),
    ("CAM_KET", "2.3", 2, "commitment", "overdue"),
    ("KIEM_TRA", "4.1", 4, None, "missing"),
)
DUTIES = {"reception": (4, 3), "field_visit": (1, 1)}
SIGNED = {"n_in_scope": 12.0, "n_signed": 9.0, "n_signed_first": 4.0, "n_trained": 8.0}


def tables(unit_keys: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The tables by name; all of October 2026."""
    keys = list(unit_keys)
    duties = [
        {
            **unit_columns(key),
            "duty": duty,
            "month": MONTH,
            "n_meetings_required": float(n_required),
            "n_meetings_held": float(n_kept + 1),
            "n_meetings_kept": float(n_kept),
            "n_duties_led_by_head": 1.0,
        }
        for key in keys
        for duty, (n_required, n_kept) in DUTIES.items()
    ]
    services = [{**unit_columns(key), "month": MONTH, **_services()} for key in keys]
    signed = [{**unit_columns(key), "month": MONTH, **SIGNED} for key in keys]
    return {
        "fct_requirements": pd.DataFrame(
            [_requirement(key, one) for key in keys for one in REQUIREMENTS]
        ),
        "agg_duty_months": pd.DataFrame(duties),
        "agg_unit_services": pd.DataFrame(services),
        "agg_signatures": pd.DataFrame(signed),
    }


def _requirement(key: str, one: tuple[Any, ...]) -> dict[str, Any]:
    code, row, step, shown_by, state = one
    return {
        "requirement_key": f"{key}/{MONTH}/{code}",
        "unit_key": key,
        "month": MONTH,
        "judged_on": AS_OF,
        "requirement_code": code,
        "guidance_row": row,
        "step": step,
        "shown_by": shown_by,
        "shown_on": CHECKED if shown_by else None,
        "state": state,
        "is_there": state in ("done", "late"),
    }


def _services() -> dict[str, float]:
    """Each kind of service has a number of its own: 40, 39, 38 and so on."""
    return {name: float(40 - place) for place, name in enumerate(SERVICES)}
