"""The form of a planned wave, and the files it is handed out as."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from warehouse.errors import NothingPublishedError
from warehouse.pdf import to_pdf
from warehouse.read import Answer
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.forms.commitment_items import with_commitments
from warehouse.waves.forms.form import Form, make_form
from warehouse.waves.forms.google_forms import google_forms
from warehouse.waves.forms.item_list import item_list
from warehouse.waves.forms.keying_workbook import keying_workbook
from warehouse.waves.forms.limesurvey import limesurvey
from warehouse.waves.forms.paper import Paper, paper_form, paper_name
from warehouse.waves.forms.reading_spec import reading_spec, spec_name
from warehouse.waves.forms.sampled import sampled_by
from warehouse.waves.forms.xlsform import xlsform
from warehouse.waves.kept_plans import KeptPlan
from warehouse.words import Words

KEYING, ITEMS = "nhap_phieu", "cau_hoi"
"""What the names of the workbook for keying and of the list of questions end in."""


def form_of_plan(
    plan: KeptPlan,
    ask: Callable[..., Answer],
    instrument: str | None = None,
    stream: str | None = None,
    *,
    drawn: KeptDraw | None = None,
    asks_commitments: bool = False,
) -> Form:
    """The form of a wave, for the units of its plan.

    Args:
        plan: The kept plan.
        ask: Answers a registered query as the Front.
        instrument: Questionnaire; None = that of the earlier wave.
        stream: Which of the five surveys it is; None = the one that follows the
            earlier wave.
        drawn: The draw of the wave; None before it.
        asks_commitments: Add a question for each commitment that has none.

    Raises:
        PlanError: The instrument cannot be asked, or differs from the earlier wave's.
    """
    waves = {row["wave_code"]: row for row in ask("waves").rows}
    before = waves.get(plan.plan["request"]["since"], {})
    chosen, rows = instrument or before.get("instrument") or "", _items(ask)
    if asks_commitments:
        chosen, rows = with_commitments(rows, chosen)
    return make_form(
        plan.wave_code,
        chosen,
        rows,
        _units(plan, ask),
        stream=stream or stream_after(before.get("stream")),
        compared_with=before.get("instrument"),
        criteria=_order(ask),
        sampled=sampled_by(drawn),
    )


def stream_after(stream: str | None) -> str:
    """The survey that follows one of another wave: `after` comes after `before`."""
    return stream if stream and stream != "before" else "after"


def body_of_front(ask: Callable[..., Answer], words: Words) -> str:
    """The Front's body of the province, as a form names it."""
    tops = {row["top_name"] for row in ask("units").rows if row["is_current"]}
    top = f" {min(tops)}".upper() if len(tops) == 1 else ""
    return f"{words('waves.paper.front')}{top}"


def _items(ask: Callable[..., Answer]) -> list[Mapping[str, Any]]:
    """All questions, with all a build knows of them; an older one knows less."""
    try:
        found = ask("item_details").rows
    except NothingPublishedError:
        found = []
    details = {(row["instrument"], row["item_code"]): row for row in found}
    return [
        {**row, **details.get((row["instrument"], row["item_code"]), {})}
        for row in ask("items").rows
    ]


def _units(plan: KeptPlan, ask: Callable[..., Answer]) -> list[tuple[str, str]]:
    planned = {unit["unit_key"] for unit in plan.plan["units"]}
    return [
        (row["unit_code"], row["unit_name"])
        for row in ask("units").rows
        if row["unit_key"] in planned
    ]


def _order(ask: Callable[..., Answer]) -> list[str]:
    """Factors as the official list has them, commitments, and last the whole."""
    rows = sorted(
        ask("criteria").rows,
        key=lambda row: (
            row["criterion_kind"] == "overall",
            row["criterion_kind"] != "factor",
            row["criterion_kind"],
            row["criterion_no"],
        ),
    )
    return list(dict.fromkeys(row["criterion_code"] for row in rows))


def files_of(form: Form, words: Words) -> list[tuple[str, Callable[[], bytes]]]:
    """XLSForm, workbook for keying, the spec that reads all, the list of questions,
    LimeSurvey's structure and the script for Google Forms.

    The list of questions is to be loaded where the questionnaire is a new one.
    Each is its name and what makes its content, as a page makes only what is taken.
    """
    return [
        (f"{form.wave_code}_xlsform.xlsx", partial(xlsform, form, words)),
        (f"{form.wave_code}_{KEYING}.xlsx", partial(keying_workbook, form, words)),
        (f"{spec_name(form)}.yml", lambda: reading_spec(form).encode()),
        (f"{form.wave_code}_{ITEMS}.xlsx", partial(item_list, form)),
        (f"{form.wave_code}_limesurvey.lss", partial(limesurvey, form, words)),
        (f"{form.wave_code}_google_forms.gs", partial(google_forms, form, words)),
    ]


def papers_of(
    form: Form,
    ballots: Mapping[str, Sequence[str]],
    paper: Paper,
    words: Words,
    *,
    ending: str,
) -> list[tuple[str, Callable[[], bytes]]]:
    """Paper forms, one document for each unit that has ballots.

    Args:
        form: What is asked.
        ballots: Unit code → numbers of its ballots.
        paper: Who hands them out.
        words: The language of everything but the questions.
        ending: `docx`, or `pdf` where LibreOffice is there.
    """

    def make(unit: tuple[str, str]) -> bytes:
        document = paper_form(form, unit, ballots[unit[0]], paper, words)
        return to_pdf(document) if ending == "pdf" else document

    return [
        (f"{paper_name(form, unit[0])}.{ending}", partial(make, unit))
        for unit in form.units
        if ballots.get(unit[0])
    ]
