"""One matter: how it came here, what was said, and the step that is the reader's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape

import streamlit as st

from dashboard import blocks, dates, numbers
from dashboard.rows.context import Page
from dashboard.tables import Column, show_table
from dashboard.views.decisions.evidence import evidence_text, span_text
from warehouse.errors import ThanThienError
from warehouse.matters.matters import Matter
from warehouse.matters.steps import ARROWS, DECISIONS
from warehouse.process.act import take_step
from warehouse.process.queue import Entry
from warehouse.settings import Settings
from warehouse.words import words_of as words_of_warehouse


def show_matter(
    page: Page,
    settings: Settings,
    entry: Entry,
    names: Mapping[str, str],
    today: date,
) -> None:
    """Draws one matter.

    Args:
        page: The frame of this run.
        settings: Names the store.
        entry: The matter as the reader sees it.
        names: Officer code → name.
        today: The day the last state is counted to.
    """
    words, matter = page.words, entry.matter
    say = words_of_warehouse(page.lang)
    first = matter.steps[0].event
    unit = page.units.get(matter.unit_key)
    facts = [
        evidence_text(page, matter.kind),
        span_text(page, first.said("period_type"), first.said("period")),
        unit.name if unit else matter.unit_key,
        words("decisions.build", build=first.said("build_id")),
        words("decisions.round", n=numbers.count(matter.round, page.lang)),
    ]
    name = names.get(matter.officer_code, matter.officer_code)
    title = f"{matter.code} · {name}" if name else matter.code
    blocks.heading(title, say(f"process.states.{matter.state}"))
    st.html(blocks.facts_line(facts))
    _show_steps(page, matter, today)
    if entry.actions:
        _offer(page, settings, entry)


def _show_steps(page: Page, matter: Matter, today: date) -> None:
    words = page.words
    say = words_of_warehouse(page.lang)
    spent = matter.days_in_states(today)
    rows = [
        {
            "step": say(f"process.actions.{step.event.action}"),
            "day": step.event.day,
            "who": words(f"roles.{step.event.role}"),
            "actor": step.event.said("actor"),
            "days": n_days,
            "said": _said(page, step.event.said("decision"), step.event.said("text")),
        }
        for step, (_, n_days) in zip(matter.steps, spent, strict=True)
    ]
    columns = (
        Column(words("decisions.step"), lambda row: str(row["step"])),
        Column(words("decisions.on"), lambda row: dates.day(row["day"])),
        Column(
            words("decisions.who"),
            lambda row: " · ".join(filter(None, (row["who"], row["actor"]))),
        ),
        Column(
            words("decisions.days"),
            lambda row: numbers.count(row["days"], page.lang),
            is_number=True,
        ),
        Column(words("decisions.said"), lambda row: str(row["said"])),
    )
    show_table(rows, columns, words("decisions.steps"))


def _said(page: Page, decision: str, text: str) -> str:
    if not decision:
        return text
    say = words_of_warehouse(page.lang)(f"process.decisions.{decision}")
    return f"{say}: {text}"


def _offer(page: Page, settings: Settings, entry: Entry) -> None:
    """The reader's own step; nothing else is on offer, and nothing else is taken."""
    words = page.words
    say = words_of_warehouse(page.lang)
    code = entry.matter.code
    st.html(f"<h3>{escape(words('decisions.your_step'))}</h3>")
    # A new state is a new form: no word of the step before is left in it.
    key = f"{code}_{len(entry.matter.steps)}"
    action = entry.actions[0]
    if len(entry.actions) > 1:
        action = st.radio(
            words("decisions.which"),
            entry.actions,
            format_func=lambda name: say(f"process.actions.{name}"),
            key=f"action_{key}",
        )
    needs_text = any(arrow.action == action and arrow.needs_text for arrow in ARROWS)
    with st.form(f"step_{key}_{action}"):
        decision, text = "", ""
        if action == "decide":
            decision = st.selectbox(
                words("decisions.decision"),
                DECISIONS,
                format_func=lambda name: say(f"process.decisions.{name}"),
            )
        if needs_text:
            text = st.text_area(words("decisions.text"), max_chars=4000)
        blocks.note(words("decisions.final"))
        if st.form_submit_button(say(f"process.actions.{action}")):
            try:
                take_step(
                    settings,
                    code,
                    action,
                    by=page.identity,
                    text=text,
                    decision=decision,
                )
            except ThanThienError as error:
                st.error(error.in_words(page.lang))
            else:
                st.rerun()
