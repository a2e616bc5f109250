"""A second draw where units will lack ballots: offered, drawn, its lists taken."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st

from dashboard import blocks, dates, numbers
from dashboard.failures import own_part
from dashboard.rows.context import VIETNAM, Page
from dashboard.views.plan.draw import drawn, zipped
from dashboard.views.plan.frame_fields import MOST_MB, chosen_kind, listed_file
from warehouse.errors import ThanThienError
from warehouse.settings import Settings
from warehouse.waves.draw import Draw
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.draw_wave import Ask
from warehouse.waves.fieldwork import Fieldwork
from warehouse.waves.interviewer_assignment import Listed, deal, interviewers_of
from warehouse.waves.kept_draws import kept_draw
from warehouse.waves.kept_plans import KeptPlan, kept_plans
from warehouse.waves.sampling_frame import LISTED, RETURNED
from warehouse.waves.second_draw import (
    KeptSecond,
    draw_more,
    keep_second,
    kept_second,
)


@own_part()
def offer_second_draw(page: Page, code: str, work: Fieldwork) -> None:
    """Nothing where all units will have enough and nothing more was drawn."""
    settings = Settings.from_environment()
    plan = next((p for p in kept_plans(settings) if p.wave_code == code), None)
    first = kept_draw(settings, code, plan.edition) if plan else None
    second = kept_second(settings, code, plan.edition) if plan else None
    codes = {unit.key: unit.code for unit in page.units.values() if unit.is_current}
    forms = {codes[key]: n for key, n in work.more_forms.items() if key in codes}
    if second is not None:
        forms = second.forms
    if not forms:
        return
    words = page.words
    blocks.heading(words("fieldwork.second.title"))
    if plan is None or first is None:
        blocks.note(words("fieldwork.second.no_plan"))
        return
    blocks.note(_said(page, forms, second))
    try:
        _draw(page, plan, first, forms)
    except ThanThienError as refusal:
        st.error(refusal.in_words(page.lang))


def _said(page: Page, forms: dict[str, int], second: KeptSecond | None) -> str:
    words, lang = page.words, page.lang
    counts = {
        "n": numbers.count(len(forms), lang),
        "forms": numbers.count(sum(forms.values()), lang),
    }
    if second is None:
        return words("fieldwork.second.lead", **counts)
    at = datetime.fromisoformat(second.drawn_at).astimezone(VIETNAM)
    counts["forms"] = numbers.count(sum(second.drawn.values()), lang)
    return words(
        "fieldwork.second.kept",
        **counts,
        by=second.drawn_by,
        at=dates.moment(at),
        sha256=second.sha256[:12],
    )


def _draw(page: Page, plan: KeptPlan, first: KeptDraw, forms: dict[str, int]) -> None:
    words, kind, file = page.words, chosen_kind(page, first, plan), None
    with st.form("draw_second"):
        if kind in LISTED:
            file = listed_file(
                words("fieldwork.second.export", mb=MOST_MB), "second_export"
            )
        people = st.text_area(
            words("plan.interviewers"),
            placeholder=words("plan.interviewers_help"),
            key="second_interviewers",
        )
        has_names = kind == RETURNED and st.checkbox(
            words("plan.draw_names"), key="second_names"
        )
        is_sent = st.form_submit_button(words("fieldwork.second.button"))
    if not is_sent or (kind in LISTED and file is None):
        return
    second = draw_more(drawn(page, Ask(plan.wave_code), file), forms)
    lists = deal(second, interviewers_of(people.splitlines()))
    keep_second(Settings.from_environment(), first, second, by=page.identity)
    _show(page, second, lists, file if has_names else None)


def _show(
    page: Page,
    second: Draw,
    lists: dict[str, list[Listed]],
    names_from: tuple[str, bytes] | None,
) -> None:
    words, lang = page.words, page.lang
    st.success(
        words(
            "fieldwork.second.done",
            forms=numbers.count(second.n_drawn, lang),
            replacements=numbers.count(second.n_replacements, lang),
            n=numbers.count(len(second.units), lang),
        )
    )
    names = {unit.code: unit.name for unit in page.units.values() if unit.is_current}
    short = [unit for unit in second.units if len(unit.drawn) < unit.n_wanted]
    if short:
        units = ", ".join(names.get(u.unit_code, u.unit_code) for u in short)
        st.warning(words("fieldwork.second.short", units=units))
    st.download_button(
        words("plan.take_lists", n=numbers.count(len(lists), lang)),
        # made at the click, after its record
        partial(zipped, page, second, lists, names_from),
        file_name=f"{second.wave_code}_danh_sach_lan_hai.zip",
        mime="application/zip",
        on_click="ignore",
        type="primary",
        key="second_zip",
    )
