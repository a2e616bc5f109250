"""Small forms for what a clerk must say himself: a survey round, a question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from dashboard import blocks
from dashboard.front_key_fields import forget_key
from dashboard.views.load.desk import Desk, follow
from dashboard.views.load.load_result import show_account
from dashboard.views.load.map_columns import column_name
from dashboard.views.load.signed_act import ask_for_key, start_signed
from dashboard.waves.planned import wave_to_list
from warehouse.desk.jobs import RUNNING, Job, jobs
from warehouse.raw.column import BOOLEAN, DATE, INTEGER, LEVEL, Column
from warehouse.raw.kinds import KINDS
from warehouse.rights import FRONT
from warehouse.rules.listing import rules_on

FORMS = ("wave", "item")
HIDDEN = ("stated_on",)
NOTHING = ""
MOST_CHARS = 300
MOST = {INTEGER: 10_000_000, LEVEL: 100}
USUAL = {"scale_min": 1, "scale_max": 5, "satisfied_from": 4}


def offer_forms(desk: Desk) -> None:
    """Draws the form that is chosen, and what came of the last one."""
    words = desk.words
    lead = words("typed_row.front_lead" if desk.is_fronts else "typed_row.lead")
    blocks.heading(words("typed_row.title"), lead)
    kind = st.radio(
        words("typed_row.kind"),
        FORMS,
        format_func=lambda name: words(f"typed_row.kinds.{name}"),
        horizontal=True,
        key="typed_kind",
    )
    typed = (j for j in jobs(desk.settings) if j.act == "add_row")
    job = next((j for j in typed if j.said["kind"] == kind), None)
    if job is not None:
        _tell(desk, job)
        if job.state == RUNNING:
            return
    is_planned = kind == "wave" and desk.is_fronts and desk.page is not None
    planned = wave_to_list(desk.page) if is_planned and desk.page else {}
    _show_form(desk, kind, planned)


def _tell(desk: Desk, job: Job) -> None:
    if follow(desk, job):
        show_account(desk, job.answer, is_trial=False)


def _show_form(desk: Desk, kind: str, planned: Mapping[str, str]) -> None:
    words = desk.words
    columns = [c for c in KINDS[kind].columns if c.name not in HIDDEN]
    if planned:
        blocks.note(words("typed_row.planned", wave=planned["wave_code"]))
    with st.form(f"typed_{kind}", border=True):
        values = {
            column.name: _field(desk, kind, column, planned) for column in columns
        }
        secret = ask_for_key(desk, f"typed_{kind}")
        is_sent = st.form_submit_button(words(f"typed_row.save.{kind}"))
    if not is_sent:
        return
    lacking = [
        column_name(desk, column.name)
        for column in columns
        if column.is_required and not values[column.name]
    ]
    if lacking:
        st.warning(words("typed_row.lacks", columns=", ".join(lacking)))
        return

    if secret is None:
        st.warning(words("load.front.key_missing"))
        return
    said = {"kind": kind, "values": values}
    if start_signed(desk, "add_row", "", said, secret):
        forget_key(f"typed_{kind}")
        st.rerun()


def _field(desk: Desk, kind: str, column: Column, planned: Mapping[str, str]) -> str:
    """What is typed or chosen for a column, as the warehouse writes it."""
    name = column_name(desk, column.name)
    label = f"{name} *" if column.is_required else name
    usual = planned.get(column.name, NOTHING)
    # another plan fills in other fields
    key = f"typed_{kind}_{column.name}{planned.get('wave_code', NOTHING)}"
    if column.type == DATE:
        day = st.date_input(label, value=None, format="DD/MM/YYYY", key=key)
        return day.isoformat() if isinstance(day, date) else NOTHING
    if column.type in MOST:
        first = int(usual) if usual else USUAL.get(column.name)
        number = st.number_input(
            label, 0, MOST[column.type], value=first, step=1, key=key
        )
        return NOTHING if number is None else str(number)
    options = _options(desk, column)
    if not options:
        text = st.text_input(label, usual, max_chars=MOST_CHARS, key=key)
        return str(text).strip()
    chosen: str = st.selectbox(
        label,
        list(options),
        index=list(options).index(usual) if usual in options else 0,
        format_func=options.__getitem__,
        key=key,
    )
    return chosen


def _options(desk: Desk, column: Column) -> Mapping[str, str]:
    """The words to choose among, named; none where text is typed."""
    nothing = {NOTHING: desk.words("typed_row.nothing")}
    if column.name == "criterion_code":
        rules = rules_on(desk.settings, date.today(), "criteria")
        named = [(rule.values["criterion_code"], rule) for _, rule in rules]
        return nothing | {
            str(code): str(rule.values[f"name_{desk.lang}"]) for code, rule in named
        }
    words = ("false", "true") if column.type == BOOLEAN else column.words
    if not words:
        return {}
    shown = [
        word
        for word in words
        if column.name != "owner" or (word == FRONT) == desk.is_fronts
    ]
    found = {word: desk.words(f"raw_words.{word}") for word in shown}
    return found if len(found) == 1 else nothing | found
