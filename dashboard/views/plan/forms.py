"""Taking the form of a planned wave: for tablets, for keying, and on paper."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterable
from functools import partial

import streamlit as st

from dashboard import blocks, numbers
from dashboard.failures import own_part
from dashboard.rows.context import Page
from dashboard.rows.data import ask
from warehouse.errors import ThanThienError
from warehouse.pdf import PROGRAM
from warehouse.raw.lists import STREAMS
from warehouse.settings import Settings
from warehouse.waves.ballot_numbers import ballot_numbers
from warehouse.waves.draw_table import KeptDraw
from warehouse.waves.forms.commitment_items import CODES
from warehouse.waves.forms.form import Form
from warehouse.waves.forms.paper import Paper
from warehouse.waves.forms.planned import (
    body_of_front,
    files_of,
    form_of_plan,
    papers_of,
)
from warehouse.waves.kept_draws import kept_draw
from warehouse.waves.kept_plans import KeptPlan
from warehouse.waves.second_draw import kept_second
from warehouse.words import words_of

ALL_UNITS = ""
LABELS = (
    "take_form",
    "take_keying",
    "take_spec",
    "take_items",
    "take_limesurvey",
    "take_google",
)
"""Keys of the buttons, in the order of the files of a form."""
N_USUAL = 2
"""The first of these are asked for in every wave."""
MOST_BALLOTS = 2_000
Made = list[tuple[str, Callable[[], bytes]]]


def offer_forms(page: Page, plan: KeptPlan) -> None:
    """The form of a plan in every shape it is asked in.

    Raises:
        ThanThienError: The form cannot be asked, or differs from the earlier wave's.
    """
    words = page.words
    own = words_of(page.lang)
    asks_more = st.checkbox(words("plan.ask_commitments"), key="ask_commitments")
    drawn = kept_draw(Settings.from_environment(), plan.wave_code, plan.edition)
    asked = partial(
        form_of_plan,
        plan,
        partial(ask, page),
        drawn=drawn,
        asks_commitments=asks_more,
    )
    form = asked()
    if asks_more:
        texts = [own(f"waves.commitment_items.{code}") for code in CODES]
        blocks.bullets(words("plan.ask_commitments"), texts)
        blocks.note(words("plan.new_instrument", instrument=form.instrument))
    n = numbers.count(len(form.items), page.lang)
    blocks.note(words("plan.form_about", n=n, version=form.version))
    columns = st.columns(N_USUAL)
    # other tools, and what the warehouse itself knows of a planned wave
    with st.expander(words("plan.other_files")):
        blocks.note(words("plan.form_loading"))
        columns += st.columns(2) + st.columns(2)
    files = files_of(form, own)
    for label, column, (name, make) in zip(LABELS, columns, files, strict=True):
        column.download_button(
            words(f"plan.{label}"),
            # made at the click
            make,
            file_name=name,
            on_click="ignore",
            key=label,
        )
    _offer_paper(page, plan, drawn, form, asked)


def archive_of(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files as one archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


@own_part()
def _offer_paper(
    page: Page,
    plan: KeptPlan,
    drawn: KeptDraw | None,
    form: Form,
    asked: Callable[..., Form],
) -> None:
    """Paper forms of one unit or of all, numbered by the draw or by a count."""
    words, settings = page.words, Settings.from_environment()
    own = words_of(page.lang)
    with st.expander(words("plan.paper.title")):
        blocks.note(words("plan.paper.lead"))
        first, second = st.columns(2)
        stream = first.selectbox(
            words("plan.paper.stream"),
            STREAMS,
            index=STREAMS.index(form.stream),
            format_func=lambda one: own(f"waves.paper.titles.{one}").replace("\n", " "),
            key="paper_stream",
        )
        names = {ALL_UNITS: words("plan.paper.all_units"), **dict(form.units)}
        unit = second.selectbox(
            words("plan.paper.unit"),
            list(names),
            format_func=names.__getitem__,
            key="paper_unit",
        )
        body = body_of_front(partial(ask, page), own)
        front = st.text_input(words("plan.paper.front"), value=body, key="paper_front")
        try:
            codes = [code for code, _ in form.units if unit in (ALL_UNITS, code)]
            count = _count(page, drawn)
            more = kept_second(settings, plan.wave_code, plan.edition)
            ballots = ballot_numbers(plan.wave_code, codes, drawn, count, more=more)
        except ThanThienError as refusal:
            st.error(refusal.in_words(page.lang))
            return
        titled = asked(stream=stream)
        paper = Paper(front, bool(plan.plan["is_simulated"]))
        n = numbers.count(sum(map(len, ballots.values())), page.lang)
        documents = papers_of(titled, ballots, paper, own, ending="docx")
        pages = papers_of(titled, ballots, paper, own, ending="pdf")
        _buttons(page, plan, n, documents, pages)


def _count(page: Page, drawn: KeptDraw | None) -> int | None:
    """Ballots of each unit; asked only where the draw does not say."""
    if drawn is not None:
        return None
    blocks.note(page.words("plan.paper.not_drawn"))
    return int(
        st.number_input(
            page.words("plan.paper.ballots"),
            min_value=1,
            max_value=MOST_BALLOTS,
            value=100,
            key="paper_ballots",
        )
    )


def _buttons(page: Page, plan: KeptPlan, n: str, documents: Made, pages: Made) -> None:
    """One document as it is, several as an archive; PDF of one where it can be made."""
    words, first, second = page.words, *st.columns(2)
    is_one = len(documents) == 1
    name = documents[0][0] if is_one else f"{plan.wave_code}_phieu_giay.zip"
    first.download_button(
        words("plan.paper.take_docx", n=n),
        # made at the click
        documents[0][1] if is_one else partial(_made, documents),
        file_name=name,
        on_click="ignore",
        key="take_paper",
    )
    if is_one and shutil.which(PROGRAM):
        name, make = pages[0]
        second.download_button(
            words("plan.paper.take_pdf", n=n),
            make,
            file_name=name,
            on_click="ignore",
            key="take_paper_pdf",
        )


def _made(documents: Made) -> bytes:
    return archive_of((name, make()) for name, make in documents)
