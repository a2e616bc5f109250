"""Report → one A4 page for a unit, its elements placed as Decree 30/2020 places them.

Each line is the sentence of a slide, so page, meeting and report say the same; what
does not fit is cut with …, the verdict never. Letters are smaller than the decree's,
because it is one page; the report beside it is the document that is issued.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt

from dashboard.report.charts import DocumentCharts
from dashboard.report.document import (
    FONT,
    address,
    head,
    lay_out,
    line,
    set_widths,
    sign,
)
from dashboard.report.parts import Chart, Report, Slide, SmallTable, cut
from dashboard.report.reproducible import without_clock
from dashboard.words import Words

KINDS = ("verdict", "where", "items", "complaints", "lateness", "letters", "meetings")
"""Slides that have a line, where the unit has them: units below, or questions."""
DECIDE = ("solutions", "requests")
CHARTS = ("verdict", "lateness", "complaints")
LABEL_MM, SENTENCE_MM = 30, 135
MOST_LETTERS = 175
MOST_DECISIONS, MOST_OF_A_DECISION = 3, 90
WIDE_MM, HALF_MM = (165, 38), (77, 29)
"""Of the chart of the verdict, and of the two beside each other."""
MOST_UNDER = 4
"""More categories of a small chart have no n under them: it would push them aside."""
COLUMN_MM = 82
"""Of the cell of a small chart: wider than the chart by its edges."""
BODY, SMALL = Pt(10.5), Pt(9)
_Docx = Any


def to_page(report: Report, words: Words) -> bytes:
    """The bytes of the document."""
    document = Document()
    lay_out(document, report, words)
    document.styles["Normal"].font.size = BODY
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    head(document, report, words, kind=words("report.page.kind"), size=12)
    address(document, report, words, size=11)
    slides = {slide.kind: slide for slide in report.slides}
    _lines(document, slides, words)
    _charts(document, slides, words)
    rests_on = document.add_paragraph()
    rests_on.alignment = ALIGN.JUSTIFY
    text = words("report.page.foot", until=report.until)
    rests_on.add_run(text).font.size = SMALL
    sign(document, words, size=11)
    file = io.BytesIO()
    document.save(file)
    return without_clock(file.getvalue())


def _lines(document: _Docx, slides: dict[str, Slide], words: Words) -> None:
    rows = [
        (words(f"slides.kinds.{kind}"), _said(slides[kind]))
        for kind in KINDS
        if kind in slides
    ]
    rows.append((words("report.page.decide"), _decisions(slides, words)))
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, lines in rows:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(label).bold = True
        for nth, text in enumerate(lines):
            paragraph = cells[1].paragraphs[0] if nth == 0 else cells[1].add_paragraph()
            paragraph.add_run(text)
    set_widths(table, (LABEL_MM, SENTENCE_MM))


def _said(slide: Slide) -> list[str]:
    """The sentence as it is, or cut; the verdict is never cut, nor what follows it."""
    is_whole = slide.kind == "verdict" or len(slide.sentence) <= MOST_LETTERS
    text = slide.sentence if is_whole else cut(slide.sentence, MOST_LETTERS)
    return [text, slide.second] if slide.second else [text]


def _decisions(slides: dict[str, Slide], words: Words) -> list[str]:
    """The first things to decide, as the unit wrote them; else that it has to."""
    found: list[str] = []
    for kind in DECIDE:
        picture = slides[kind].picture
        if isinstance(picture, SmallTable):
            # who and until when stay, however long the matter is
            found += [
                " · ".join((cut(what, MOST_OF_A_DECISION), *who))
                for what, *who in picture.rows
            ]
        elif isinstance(picture, tuple):
            found += [cut(text, MOST_OF_A_DECISION) for text in picture]
    found = list(dict.fromkeys(found))
    shown = found[:MOST_DECISIONS]
    if n_more := len(found) - len(shown):
        shown.append(words("report.page.more", n=n_more))
    return shown


def _charts(document: _Docx, slides: dict[str, Slide], words: Words) -> None:
    charts = DocumentCharts(document, FONT, words.lang)
    drawn = [
        (kind, picture)
        for kind in CHARTS
        if isinstance(picture := slides[kind].picture, Chart) and not picture.is_flat
    ]
    first = [one for one in drawn if one[0] == "verdict"]
    beside = [one for one in drawn if one[0] != "verdict"]
    for kind, picture in first:
        _caption(document.add_paragraph(), words(f"report.page.figures.{kind}"))
        paragraph = document.add_paragraph()
        charts.add(paragraph, picture, WIDE_MM, size=8)
    if not beside:
        return
    table = document.add_table(rows=1, cols=len(beside))
    for cell, (kind, picture) in zip(table.rows[0].cells, beside, strict=True):
        _caption(cell.paragraphs[0], words(f"report.page.figures.{kind}"))
        if len(picture.categories) > MOST_UNDER:
            picture = replace(picture, under=())
        charts.add(cell.add_paragraph(), picture, HALF_MM, size=8)
    set_widths(table, (COLUMN_MM,) * len(beside))


def _caption(paragraph: _Docx, text: str) -> None:
    paragraph.paragraph_format.space_before = Mm(1)
    line(paragraph, text, SMALL, is_italic=True)
