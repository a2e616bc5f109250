"""The form of a planned wave, and the files it is handed out as."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from warehouse.read import Answer
from warehouse.waves.forms.form import Form, make_form
from warehouse.waves.forms.keying_workbook import keying_workbook
from warehouse.waves.forms.reading_spec import reading_spec, spec_name
from warehouse.waves.forms.xlsform import xlsform
from warehouse.waves.kept_plans import KeptPlan
from warehouse.words import Words

KEYING = "nhap_phieu"
"""What the name of the workbook for keying ends in."""


def form_of_plan(
    plan: KeptPlan, ask: Callable[..., Answer], instrument: str | None = None
) -> Form:
    """The form of a wave, for the units of its plan.

    Args:
        plan: The kept plan.
        ask: Answers a registered query as the Front.
        instrument: Questionnaire; None = that of the earlier wave.

    Raises:
        PlanError: The instrument cannot be asked, or differs from the earlier wave's.
    """
    waves = {row["wave_code"]: row["instrument"] for row in ask("waves").rows}
    before = waves.get(plan.plan["request"]["since"])
    planned = {unit["unit_key"] for unit in plan.plan["units"]}
    units = [
        (row["unit_code"], row["unit_name"])
        for row in ask("units").rows
        if row["unit_key"] in planned
    ]
    return make_form(
        plan.wave_code,
        instrument or before or "",
        ask("items").rows,
        units,
        compared_with=before,
    )


def files_of(form: Form, words: Words) -> list[tuple[str, Callable[[], bytes]]]:
    """XLSForm, workbook for keying, and the spec that reads both.

    Each is its name and what makes its content, as a page makes only what is taken.
    """
    return [
        (f"{form.wave_code}_xlsform.xlsx", partial(xlsform, form, words)),
        (f"{form.wave_code}_{KEYING}.xlsx", partial(keying_workbook, form, words)),
        (f"{spec_name(form)}.yml", lambda: reading_spec(form).encode()),
    ]
