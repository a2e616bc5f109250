"""Paper, lines and tables of a printed ballot: A4, Times New Roman, 13 points up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from warehouse.letters.default_template import FONT

BODY, QUESTION, TITLE, BOX = Pt(13), Pt(14), Pt(16), Pt(20)
TEXT_MM = 183
"""What the margins leave of a line."""
EMPTY_BOX = "□"
"""A box to tick that every face for Vietnamese has."""
# python-docx does not type its documents, tables and paragraphs.
_Docx = Any


def new_paper() -> _Docx:
    """An empty A4 document; every section begins on the front of a sheet."""
    document = Document()
    page = document.sections[0]
    page.start_type = WD_SECTION.ODD_PAGE
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(12), Mm(14)
    page.left_margin, page.right_margin = Mm(15), Mm(12)
    page.header_distance, page.footer_distance = Mm(6), Mm(6)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    page._sectPr.append(numbers)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    return document


def line(
    paragraph: _Docx,
    text: str,
    *,
    size: _Docx = BODY,
    is_bold: bool = False,
    is_italic: bool = False,
    align: _Docx = ALIGN.LEFT,
    before: int = 0,
    after: int = 0,
) -> None:
    """Writes one line, so many points below and above its neighbours."""
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = is_bold, is_italic, size


def table(parent: _Docx, widths_mm: Sequence[float], *, has_lines: bool) -> _Docx:
    """A table of one row with columns of fixed widths."""
    made = parent.add_table(rows=1, cols=len(widths_mm))
    if has_lines:
        made.style = "Table Grid"
    made.autofit = False
    properties = made._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "30")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.append(margins)
    for column, width in zip(made.columns, widths_mm, strict=True):
        column.width = Mm(width)
    fit(made.rows[0], widths_mm)
    return made


def fit(row: _Docx, widths_mm: Sequence[float]) -> None:
    """Sets the widths of a row's cells and keeps the row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, widths_mm, strict=True):
        cell.width = Mm(width)


def repeat(row: _Docx) -> None:
    """Repeats a row on each page its table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def page_number(paragraph: _Docx) -> None:
    """Writes the number of the page within its section."""
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
