"""Keeping a plan as part of its wave, and the plans kept so far."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import streamlit as st

from dashboard import blocks, dates, numbers
from dashboard.rows.context import VIETNAM, Page
from dashboard.tables import Column, Row, show_table
from dashboard.views.plan.plan_name import plan_name
from dashboard.views.plan.sign import signed_text
from warehouse.settings import Settings
from warehouse.waves.kept_plans import keep_plan, kept_plans
from warehouse.waves.plan import Plan
from warehouse.waves.signed_designs import signed_designs

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")


def offer_to_keep(page: Page, plan: Plan) -> None:
    """A form that keeps the plan under the code of the new wave."""
    words = page.words
    blocks.heading(words("plan.keep_title"), words("plan.keep_lead"))
    with st.form("keep_plan"):
        code = st.text_input(words("plan.wave_code"), max_chars=40)
        is_sent = st.form_submit_button(words("plan.keep"))
    if not is_sent:
        return
    if not CODE.fullmatch(code.strip()):
        st.warning(words("plan.wrong_code"))
        return
    named = replace(plan, request=replace(plan.request, wave_code=code.strip()))
    kept = keep_plan(Settings.from_environment(), named, by=page.identity)
    st.success(words("plan.kept", wave=kept.wave_code, edition=kept.edition))


def show_kept(page: Page) -> None:
    """The last edition of each wave's plan: what was promised, and by whom."""
    words, lang = page.words, page.lang
    found = kept_plans(Settings.from_environment())
    if not found:
        return
    title = words("plan.kept_title")
    signed = signed_designs(Settings.from_environment())

    def count(name: str) -> Column:
        return Column(
            words(f"plan.columns.{name}"),
            lambda row: numbers.count(row["province"][name], lang),
            is_number=True,
        )

    columns = (
        Column(words("plan.wave"), lambda row: str(row["name"])),
        Column(words("plan.promised"), lambda row: _promised(page, row)),
        count("n_forms"),
        count("n_answers"),
        Column(words("plan.kept_by"), lambda row: _kept_by(page, row)),
        Column(words("plan.digest"), lambda row: str(row["sha256"])[:12]),
        Column(words("plan.signature"), lambda row: str(row["signature"])),
    )
    rows = [
        vars(plan)
        | plan.plan
        | {"signature": signed_text(page, plan, signed), "name": plan_name(page, plan)}
        for plan in found
    ]
    # plans of years would stand between this wave's and its draw
    with st.expander(title, expanded=len(found) == 1):
        show_table(rows, columns, title)


def _promised(page: Page, row: Row) -> str:
    wanted = row["request"]["wanted"]
    return page.words(
        "plan.promise",
        what=page.words(f"plan.purposes.{wanted['purpose']}"),
        size=page.words("plan.in_points", n=round(100 * wanted["size"])),
        reach=page.words(f"plan.reachs.{wanted['level']}").lower(),
    )


def _kept_by(page: Page, row: Row) -> str:
    at = datetime.fromisoformat(row["planned_at"]).astimezone(VIETNAM)
    return f"{row['planned_by']}, {dates.moment(at)} ({row['edition']})"
