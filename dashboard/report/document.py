"""Report → DOCX in the layout of Decree 30/2020; the same report, the same bytes.

A4, margins 20 mm above and below, 30 mm left, 15 mm right; Times New Roman 14; the
page number stands top centre from page 2, and the appendix counts its own pages.
`docs/report_layout.md` holds each rule of the decree against what is written here.
"""

from __future__ import annotations

import io
import re
from typing import Any
from unicodedata import combining, normalize

from docx import Document
from docx.enum.section import WD_SECTION as SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dashboard.report.charts import DocumentCharts
from dashboard.report.parts import Figure, Paragraph, Report, Section, Table
from dashboard.report.reproducible import without_clock
from dashboard.words import Words

FONT = "Times New Roman"
BODY, SMALL = Pt(14), Pt(11)
KEPT_WHOLE = 12
"""A table of at most this many rows stays on one page with its note."""
LETTER_MM, NARROW_MM, WIDE_MM, CELL_EDGES_MM = 2.15, 1.4, 3.3, 5.2
"""A bold letter of 11 points, narrow and wide ones, what stays empty in a cell."""
NARROW, WIDE = set(" \u00a0.,;:'|!()[]ijlftI"), set("mwMWQO%—…")
LEAST_FIRST_MM = 35
MOST_LINES, HEADING_LINES = 8, 3
WIDEST_WORD_MM = 45
"""No number is wider; longer words of people are broken."""
FIGURE_MM = (165, 62)
TEXT_MM = 165
"""What the margins leave of a line."""
HEAD_MM = (67, 98)
"""Who reports, beside the nation's name."""
NAME_RULE, TITLE_RULE_MM = 0.4, 66
"""The decree asks for lines from a third to half as long as what stands above."""
MM_AT_PT = 11  # the size that `_mm` measures
# python-docx does not type its documents and paragraphs.
_Docx = Any


def to_docx(report: Report, words: Words) -> bytes:
    """The bytes of the document."""
    document = Document()
    lay_out(document, report, words)
    head(document, report, words, kind=words("report.kind"))
    address(document, report, words)
    writer = _Writer(document, words)
    *body, appendix = report.sections
    for section in body:
        writer.section(section)
    # who signs never stands on a page of its own
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    sign(document, words)
    _count_pages_anew(document)
    line(document.add_paragraph(), words("report.appendix"), BODY, is_bold=True)
    line(document.add_paragraph(), appendix.title, BODY, is_bold=True)
    belongs = document.add_paragraph()
    line(belongs, words("report.appendix_of", unit=report.unit), BODY, is_italic=True)
    belongs.paragraph_format.space_after = Pt(6)
    writer.parts(appendix)
    file = io.BytesIO()
    document.save(file)
    return without_clock(file.getvalue())


def lay_out(document: _Docx, report: Report, words: Words) -> None:
    """Sets paper, margins, face, number of pages and the mark of invented data."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(20), Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, BODY
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    page.different_first_page_header_footer = True
    number = page.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    _page_number(number)
    if report.is_simulated:
        for foot in (page.footer, page.first_page_footer):
            foot.paragraphs[0].text = words("report.simulated")


def head(
    document: _Docx, report: Report, words: Words, *, kind: str, size: int = 14
) -> None:
    """Writes who reports, the nation's name, number, place, kind and subject.

    Args:
        document: Where.
        report: What it is about.
        words: The language.
        kind: What the document is called.
        size: Of the letters, in points; the smaller ones follow it.
    """
    whole, less, least = Pt(size), Pt(size - 1), Pt(size - 2)
    table = document.add_table(rows=2, cols=2)
    set_widths(table, HEAD_MM)
    left, right = table.rows[0].cells
    # a committee's name is two lines of one name; an office stands below another's
    authority = words("report.authority")
    line(left.paragraphs[0], authority, least, is_bold=report.is_committee)
    line(left.add_paragraph(), report.unit.upper(), least, is_bold=True)
    length = min(_mm(report.unit.upper()) * (size - 2) / MM_AT_PT, HEAD_MM[0])
    _rule(left.add_paragraph(), length * NAME_RULE, HEAD_MM[0])
    line(right.paragraphs[0], words("report.nation"), least, is_bold=True)
    motto = words("report.motto")
    line(right.add_paragraph(), motto, whole, is_bold=True)
    _rule(right.add_paragraph(), _mm(motto) * size / MM_AT_PT, HEAD_MM[1])
    left, right = table.rows[1].cells
    line(left.paragraphs[0], words("report.number"), less)
    line(right.paragraphs[0], words("report.place"), whole, is_italic=True)
    named = document.add_paragraph()
    named.paragraph_format.space_before = less
    line(named, kind, whole, is_bold=True)
    line(document.add_paragraph(), report.title, whole, is_bold=True)
    _rule(document.add_paragraph(), TITLE_RULE_MM, TEXT_MM)


def _rule(paragraph: _Docx, length_mm: float, room_mm: float) -> None:
    """A line below a name, centred in its room: the decree draws it, no underline."""
    edge = Mm(max(0.0, (room_mm - CELL_EDGES_MM - length_mm) / 2))
    layout = paragraph.paragraph_format
    layout.left_indent, layout.right_indent = edge, edge
    layout.space_before, layout.space_after = Pt(1), Pt(3)
    layout.line_spacing = Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    # the schema wants borders before the spacing of the paragraph
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders,
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:jc",
    )


def address(document: _Docx, report: Report, words: Words, *, size: int = 14) -> None:
    """Writes whom a body below reports to, above the text."""
    if report.addressee:
        paragraph = document.add_paragraph()
        line(paragraph, words("report.addressee", whom=report.addressee), Pt(size))
        paragraph.paragraph_format.space_after = Pt(6)


def _count_pages_anew(document: _Docx) -> None:
    """Begins a part that counts its own pages from 1, the first without its number."""
    page = document.add_section(SECTION.NEW_PAGE)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    page._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")


class _Writer:
    """Writes sections one after the other and numbers their figures."""

    def __init__(self, document: _Docx, words: Words) -> None:
        self._document = document
        self._words = words
        self._charts = DocumentCharts(document, FONT, words.lang)
        self._n_figures = 0

    def section(self, section: Section) -> None:
        title = self._document.add_paragraph()
        title.paragraph_format.keep_with_next = True
        title.add_run(section.title).bold = True
        self.parts(section)

    def parts(self, section: Section) -> None:
        for part in section.parts:
            if isinstance(part, Table):
                _table(self._document, part)
            elif isinstance(part, Figure):
                self._figure(part)
            else:
                _paragraph(self._document, part, self._words)

    def _figure(self, part: Figure) -> None:
        """The chart, then number, title and what it rests on, on one page."""
        self._n_figures += 1
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        self._charts.add(paragraph, part.chart, FIGURE_MM, size=10)
        caption = self._document.add_paragraph()
        caption.paragraph_format.keep_with_next = True
        numbered = self._words(
            "report.figures.numbered", n=self._n_figures, title=part.title
        )
        line(caption, numbered, SMALL, is_italic=True)
        note = self._document.add_paragraph()
        note.add_run(part.note).font.size = SMALL


def _paragraph(document: _Docx, part: Paragraph, words: Words) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    if part.is_draft:
        paragraph.add_run(f"{words('report.draft')} ").italic = True
    paragraph.add_run(part.text)


def _table(document: _Docx, part: Table) -> None:
    caption = document.add_paragraph()
    caption.paragraph_format.keep_with_next = True
    caption.add_run(part.title).italic = True
    is_short = len(part.rows) <= KEPT_WHOLE
    table = document.add_table(rows=0, cols=len(part.headings), style="Table Grid")
    for nth, cells in enumerate((part.headings, *part.rows)):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        # a row finds its cells anew each time it is asked
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            is_number = nth and column and not any(map(str.isalpha, text))
            paragraph.alignment = ALIGN.RIGHT if is_number else ALIGN.LEFT
            paragraph.paragraph_format.space_after = Pt(0)
            # a heading never ends a page, and a short table is never torn
            paragraph.paragraph_format.keep_with_next = is_short or nth == 0
            run = paragraph.add_run(text)
            run.font.size, run.bold = SMALL, nth == 0
    set_widths(table, _widths(part))
    _repeat_first_row(table)
    note = document.add_paragraph()
    note.add_run(part.note).font.size = SMALL


def _widths(part: Table) -> tuple[float, ...]:
    """Millimetres of each column: as few lines as fit, and no number is ever broken.

    What is left over is shared out as the columns need it; the first, which names the
    row, is never narrower than a name can be read.
    """
    columns = list(zip(part.headings, *part.rows, strict=True))
    for n_lines in range(1, MOST_LINES + 1):
        needed = [_needed(column, n_lines) for column in columns]
        needed[0] = max(needed[0], LEAST_FIRST_MM)
        if sum(needed) <= TEXT_MM:
            break
    spare = TEXT_MM / sum(needed)
    others = [
        max(_longest_word(column), width * spare)
        for column, width in zip(columns[1:], needed[1:], strict=True)
    ]
    # many long words do not leave the names without room
    fit = min(1.0, (TEXT_MM - LEAST_FIRST_MM) / sum(others)) if others else 1.0
    others = [width * fit for width in others]
    return (TEXT_MM - sum(others), *others)


def _needed(column: tuple[str, ...], n_lines: int) -> float:
    heading, *cells = column
    line = _mm(heading) / max(n_lines, HEADING_LINES)
    line = max([line, *(_mm(cell) / n_lines for cell in cells)])
    return max(_longest_word(column), line + CELL_EDGES_MM)


def _longest_word(column: tuple[str, ...]) -> float:
    words = (word for cell in column for word in _unbroken(cell))
    return min(max(map(_mm, words)) + CELL_EDGES_MM, WIDEST_WORD_MM)


def _mm(text: str) -> float:
    """How long a text is in print; a mark above or below a letter takes no room."""
    letters = (sign for sign in normalize("NFD", text) if not combining(sign))
    return sum(
        NARROW_MM if one in NARROW else WIDE_MM if one in WIDE else LETTER_MM
        for one in letters
    )


def _unbroken(cell: str) -> list[str]:
    """What stays on one line: between plain spaces, not between firm ones."""
    return re.split("[ \n]", cell)


def set_widths(table: _Docx, widths: tuple[float, ...]) -> None:
    """Sets the millimetres of each column."""
    table.autofit = False
    # some programs go by the columns, others by the cells
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def sign(document: _Docx, words: Words, *, size: int = 14) -> None:
    """Writes who gets it and who signs, side by side."""
    table = document.add_table(rows=1, cols=2)
    # office and name of who signs stay on one page
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    for nth, text in enumerate(words("report.recipients").split("\n")):
        paragraph = left.paragraphs[0] if nth == 0 else left.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size = Pt(size - 2) if nth == 0 else Pt(size - 3)
        run.bold = run.italic = nth == 0
    line(right.paragraphs[0], words("report.signer"), Pt(size), is_bold=True)


def line(
    paragraph: _Docx,
    text: str,
    size: _Docx,
    *,
    is_bold: bool = False,
    is_italic: bool = False,
) -> None:
    """Writes centred text, its lines one below the other."""
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    for nth, line in enumerate(text.split("\n")):
        run = paragraph.add_run(line)
        if nth < text.count("\n"):
            run.add_break()
        run.font.size, run.bold, run.italic = size, is_bold, is_italic


def _page_number(paragraph: _Docx) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)


def _repeat_first_row(table: _Docx) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
