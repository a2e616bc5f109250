"""The default template of each kind of letter, in the form of Decree 30/2020.

A4; margins 20 mm above and below, 30 mm left, 15 mm right; Times New Roman, body 14.
It holds the same fields a province's own template may hold.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
BODY, HEAD, SMALL = Pt(14), Pt(13), Pt(11)
LEFT_MM, RIGHT_MM = 66, 99
"""Halves of the head and of the foot of a letter, within 165 mm of text."""
SIGNATURE_LINES = 4
_WORDING = Path(__file__).with_name("wording.yml")

# python-docx does not type its documents and paragraphs.
_Docx = Any


def default_template(letter_kind: str) -> bytes:
    """The bytes of the template of one kind of letter."""
    wording = _wording()
    head, own = wording["head"], wording[letter_kind]
    document = Document()
    _lay_out(document)
    _heading(document, head)
    _title(document, own)
    _to(document, head)
    for place, text in enumerate((*own["body"], own["close"])):
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.space_before = Pt(0 if place else 12)
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Mm(10)
        paragraph.paragraph_format.line_spacing = 1.15
    _signature(document, head)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def mark_as_simulated(document: _Docx, mark: str, *, size: _Docx = SMALL) -> None:
    """Puts the mark of simulated data above and below every page, unasked."""
    for section in document.sections:
        sides = [section.header, section.footer]
        if section.different_first_page_header_footer:
            sides += [section.first_page_header, section.first_page_footer]
        if document.settings.odd_and_even_pages_header_footer:
            sides += [section.even_page_header, section.even_page_footer]
        for side in sides:
            side.is_linked_to_previous = False
            paragraph = side.add_paragraph()
            side._element.insert(0, paragraph._p)
            paragraph.alignment = ALIGN.CENTER
            run = paragraph.add_run(mark)
            run.bold, run.font.size = True, size
            run.font.color.rgb = RGBColor(0xB0, 0x00, 0x20)


def _lay_out(document: _Docx) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(20), Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)


def _heading(document: _Docx, head: dict[str, Any]) -> None:
    left, right = _halves(document)
    # a row of its own only where there is a body above
    _line(left.paragraphs[0], "{%p if co_quan_tren %}", HEAD)
    _line(left.add_paragraph(), "{{ co_quan_tren }}", HEAD)
    _line(left.add_paragraph(), "{%p endif %}", HEAD)
    _line(left.add_paragraph(), "{{ co_quan }}", HEAD, is_bold=True)
    _rule(left.add_paragraph(), width_mm=22, of_mm=LEFT_MM)
    _line(left.add_paragraph(), head["number"], HEAD)
    _line(right.paragraphs[0], head["nation"], Pt(12), is_bold=True)
    _line(right.add_paragraph(), head["motto"], BODY, is_bold=True)
    _rule(right.add_paragraph(), width_mm=58, of_mm=RIGHT_MM)
    _line(right.add_paragraph(), head["place"], BODY, is_italic=True)


def _title(document: _Docx, own: dict[str, Any]) -> None:
    title = document.add_paragraph()
    title.paragraph_format.space_before = Pt(24)
    _line(title, own["title"], Pt(15), is_bold=True)
    _line(document.add_paragraph(), own["about"], BODY, is_bold=True)
    _rule(document.add_paragraph(), width_mm=45, of_mm=LEFT_MM + RIGHT_MM)


def _to(document: _Docx, head: dict[str, Any]) -> None:
    dear = document.add_paragraph()
    dear.paragraph_format.space_before = Pt(6)
    _line(dear, head["dear"], BODY)
    _line(document.add_paragraph(), "{%p if dia_chi %}", BODY)
    _line(document.add_paragraph(), head["address"], HEAD)
    _line(document.add_paragraph(), "{%p endif %}", BODY)


def _signature(document: _Docx, head: dict[str, Any]) -> None:
    document.add_paragraph().paragraph_format.space_after = Pt(0)
    left, right = _halves(document)
    recipients = left.paragraphs[0]
    _line(recipients, head["recipients"], Pt(12), is_bold=True, is_italic=True)
    recipients.alignment = ALIGN.LEFT
    for text in head["to"]:
        one = left.add_paragraph()
        _line(one, text, SMALL)
        one.alignment = ALIGN.LEFT
    _line(right.paragraphs[0], "{%p if thay_mat %}", BODY)
    _line(right.add_paragraph(), "{{ thay_mat }}", BODY, is_bold=True)
    _line(right.add_paragraph(), "{%p endif %}", BODY)
    _line(right.add_paragraph(), "{{ chuc_vu }}", BODY, is_bold=True)
    for _ in range(SIGNATURE_LINES):
        _line(right.add_paragraph(), "", BODY)
    _line(right.add_paragraph(), "{{ nguoi_ky }}", BODY, is_bold=True)


def _halves(document: _Docx) -> tuple[_Docx, _Docx]:
    """A row of two cells without lines that stays on one page."""
    table = document.add_table(rows=1, cols=2)
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    row = table.rows[0]
    whole = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(whole)
    for column, width in zip(table.columns, (LEFT_MM, RIGHT_MM), strict=True):
        column.width = Mm(width)
        column.cells[0].width = Mm(width)
    left, right = row.cells
    return left, right


def _line(
    paragraph: _Docx,
    text: str,
    size: _Docx,
    *,
    is_bold: bool = False,
    is_italic: bool = False,
) -> None:
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = is_bold, is_italic, size


def _rule(paragraph: _Docx, *, width_mm: float, of_mm: float) -> None:
    """A short line in the middle, as under the motto: an empty line with an edge."""
    inset = Mm((of_mm - width_mm) / 2)
    form = paragraph.paragraph_format
    form.left_indent, form.right_indent = inset, inset
    form.space_before, form.space_after, form.line_spacing = Pt(4), Pt(4), Pt(4)
    edges = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1")):
        top.set(qn(f"w:{name}"), value)
    edges.append(top)
    paragraph._p.get_or_add_pPr().append(edges)


@cache
def _wording() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_WORDING.read_text(encoding="utf-8"))
    return found
