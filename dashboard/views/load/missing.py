"""What is missing: each list, what it unlocks, and a workbook to fill in for it."""

from __future__ import annotations

import streamlit as st

from dashboard import blocks, numbers
from dashboard.export_page import XLSX_TYPE
from dashboard.tables import Column, show_table
from dashboard.views.load.desk import Desk, follow
from dashboard.views.load.typed_row import offer_forms
from dashboard.words.file_names import file_name
from warehouse.desk.jobs import jobs, made_by
from warehouse.errors import BusyError
from warehouse.raw.store import open_raw
from warehouse.stores.run_sql import run_sql

LISTS = ("unit", "officer", "procedure", "calendar_day", "wave", "item")
"""Lists that figures wait for, in the order of loading."""


def show_missing(desk: Desk) -> None:
    """Draws the checklist and the workbooks to fill in."""
    words = desk.words
    if desk.is_fronts:  # the lists are the province's
        offer_forms(desk)
        return
    blocks.heading(words("load.missing_title"), words("load.missing_lead"))
    counts = _counts(desk)
    rows = [{"kind": kind, "n": counts.get(kind, 0)} for kind in LISTS]

    def state(n: int) -> str:
        if not n:
            return words("load.list_missing")
        return words("load.list_there", n=numbers.count(n, desk.lang))

    columns = (
        Column(words("load.list"), lambda row: words(f"kinds.{row['kind']}")),
        Column(words("load.list_state"), lambda row: state(row["n"])),
        Column(words("load.unlocks"), lambda row: words(f"load.unlock.{row['kind']}")),
    )
    show_table(rows, columns, words("load.missing_title"))
    _offer_template(desk)
    offer_forms(desk)


def _counts(desk: Desk) -> dict[str, int]:
    """Rows of each list in raw; none while somebody loads."""
    if not desk.settings.raw_path.exists():
        return {}
    parts = [f"select '{kind}', count(*) from store.raw.{kind}" for kind in LISTS]
    try:
        with open_raw(desk.settings) as connection:
            found = run_sql(connection, " union all ".join(parts)).fetchall()
    except BusyError:
        st.info(desk.words("load.busy"))
        return {}
    return {str(kind): int(n) for kind, n in found}


def _offer_template(desk: Desk) -> None:
    words = desk.words
    blocks.subheading(words("load.template_title"))
    kind = st.selectbox(
        words("load.template_kind"),
        LISTS,
        format_func=lambda name: words(f"kinds.{name}"),
        key="template_kind",
    )
    made = (j for j in jobs(desk.settings) if j.act == "template")
    job = next((j for j in made if j.said == {"kind": kind, "lang": desk.lang}), None)
    path = made_by(desk.settings, job.job_id) if job else None
    if job is None or path is None or (job.state == "done" and not path.exists()):
        if st.button(words("load.make_template"), key=f"template_{kind}"):
            desk.start("template", said={"kind": kind, "lang": desk.lang})
            st.rerun()
    elif follow(desk, job):
        named = words("load.template_of", kind=words(f"kinds.{kind}"))
        st.download_button(
            words("load.take_template"),
            path.read_bytes,
            file_name=file_name("xlsx", named),
            mime=XLSX_TYPE,
            on_click="ignore",
            key=f"take_template_{kind}",
        )
