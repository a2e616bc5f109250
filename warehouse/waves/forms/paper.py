"""Paper forms of a wave: one A4 document of a unit, one ballot after the other.

A ballot is made once and repeated with its own number and code, so that a unit of
some hundred ballots takes seconds. Each begins on the front of a sheet.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm

from warehouse.letters.default_template import mark_as_simulated
from warehouse.waves.forms.ballot_code import code_pictures
from warehouse.waves.forms.fields import FIELDS
from warehouse.waves.forms.form import Form
from warehouse.waves.forms.labels import choice_label
from warehouse.waves.forms.paper_items import write_items
from warehouse.waves.forms.paper_layout import (
    BODY,
    EMPTY_BOX,
    TEXT_MM,
    TITLE,
    line,
    new_paper,
    page_number,
    table,
)
from warehouse.words import Words

CODE_MM = 33
_NUMBER = "BALLOT-NUMBER"
"""Stands in the one ballot that is made, where each copy has its own number."""
_JOINED = "\u00a0"
"""A space that keeps a box and its words on one line."""
# python-docx does not type its documents.
_Docx = Any


@dataclass(frozen=True)
class Paper:
    """Who hands the paper out.

    Attributes:
        front: Name of the Front's body.
        is_simulated: The wave is planned on invented figures.
    """

    front: str
    is_simulated: bool


def paper_name(form: Form, unit_code: str) -> str:
    """Name of the document of a unit, without its ending."""
    return re.sub(r"[^\w.-]+", "_", f"{form.wave_code}_{unit_code}_phieu_giay")


def paper_form(
    form: Form,
    unit: tuple[str, str],
    ballots: Sequence[str],
    paper: Paper,
    words: Words,
) -> bytes:
    """A DOCX with the ballots of one unit.

    Args:
        form: What is asked.
        unit: Code and name of the unit.
        ballots: Numbers of its ballots, in the order to print; at least one.
        paper: Who hands it out.
        words: The language of everything but the questions.
    """
    document = new_paper()
    pictures = list(code_pictures(ballots, form.version))
    _write(document, form, unit, paper, pictures[0], words)
    _foot(document, form, words)
    if paper.is_simulated:
        mark_as_simulated(document, words("waves.lists.simulated"), size=BODY)
    _repeat(document, ballots, pictures)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _write(
    document: _Docx,
    form: Form,
    unit: tuple[str, str],
    paper: Paper,
    picture: bytes,
    words: Words,
) -> None:
    """The one ballot that is repeated."""
    code, name = unit
    _head(document, form, paper, picture, words)
    title = words(f"waves.paper.titles.{form.stream}")
    line(document.add_paragraph(), title, size=TITLE, is_bold=True, align=ALIGN.CENTER)
    model = words("waves.paper.model")
    line(document.add_paragraph(), model, is_italic=True, align=ALIGN.CENTER)
    where = words("waves.paper.unit", unit=name, code=code)
    line(document.add_paragraph(), where, is_bold=True, align=ALIGN.CENTER, before=4)
    lead = words("waves.paper.lead")
    line(document.add_paragraph(), lead, align=ALIGN.JUSTIFY, before=4)
    _about(document, words)
    write_items(document, form, _NUMBER, words)
    thanks = words("waves.paper.thanks")
    line(document.add_paragraph(), thanks, is_italic=True, align=ALIGN.CENTER, before=6)


def _head(
    document: _Docx, form: Form, paper: Paper, picture: bytes, words: Words
) -> None:
    """Who asks and the number of the ballot; beside them its code."""
    made = table(document, (TEXT_MM - CODE_MM, CODE_MM), has_lines=False)
    left, right = made.rows[0].cells
    line(left.paragraphs[0], paper.front, is_bold=True)
    wave = words("waves.paper.wave", wave=form.wave_code)
    line(left.add_paragraph(), wave)
    number = words("waves.paper.ballot", ballot=_NUMBER)
    line(left.add_paragraph(), number, size=TITLE, is_bold=True, before=6)
    version = words("waves.paper.version", version=form.version)
    line(left.add_paragraph(), version)
    right.paragraphs[0].alignment = ALIGN.RIGHT
    run = right.paragraphs[0].add_run()
    run.add_picture(io.BytesIO(picture), width=Mm(CODE_MM - 1))


def _about(document: _Docx, words: Words) -> None:
    """Who answers and when: boxes in a line for each question."""
    for field in FIELDS:
        paragraph = document.add_paragraph()
        label = words(f"waves.forms.fields.{field.name}")
        line(paragraph, f"{label}:", is_bold=True, before=2)
        for value in field.choices.values():
            choice = choice_label(value, words)
            paragraph.add_run(f"   {EMPTY_BOX}").font.size = TITLE
            paragraph.add_run(f"{_JOINED}{choice.replace(' ', _JOINED)}")
    line(document.add_paragraph(), words("waves.paper.day"), is_bold=True, before=2)


def _foot(document: _Docx, form: Form, words: Words) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    text = words("waves.paper.foot", wave=form.wave_code, version=form.version)
    line(paragraph, f"{text} ", align=ALIGN.CENTER)
    page_number(paragraph)


def _repeat(document: _Docx, ballots: Sequence[str], pictures: Sequence[bytes]) -> None:
    """Puts a copy of the ballot for each number, each a section of its own."""
    body = document.element.body
    section = body.sectPr
    made = [element for element in body if element is not section]
    for element in made:
        body.remove(element)
    for place, (number, picture) in enumerate(zip(ballots, pictures, strict=True)):
        relation, _ = document.part.get_or_add_image(io.BytesIO(picture))
        copies = [deepcopy(element) for element in made]
        for copied in copies:
            _make_own(copied, number, relation, place + 1)
            section.addprevious(copied)
        if place < len(ballots) - 1:
            # the last line ends the section
            copies[-1].get_or_add_pPr().append(deepcopy(section))


def _make_own(element: _Docx, number: str, relation: str, place: int) -> None:
    for text in element.iter(qn("w:t")):
        if text.text and _NUMBER in text.text:
            text.text = text.text.replace(_NUMBER, number)
    for blip in element.iter(qn("a:blip")):
        blip.set(qn("r:embed"), relation)
    for properties in element.iter(qn("wp:docPr")):
        properties.set("id", str(place))
