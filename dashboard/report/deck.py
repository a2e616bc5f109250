"""Slides → PPTX; the same slides, the same bytes.

Figures are charts of the file itself: they need no renderer or browser on the server,
print sharp, and whoever speaks can open their numbers and change their look.
"""

from __future__ import annotations

import io
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from dashboard.report.charts import add_chart
from dashboard.report.parts import Chart, Report, Slide, SmallTable
from dashboard.report.reproducible import without_clock
from dashboard.theme import INK, MUTED, SOFT
from dashboard.words import Words

WIDE, HIGH = Inches(13.333), Inches(7.5)
LEFT, INNER = Inches(0.7), Inches(11.933)
TOP, BOTTOM = Inches(2.15), Inches(6.75)
FONT = "Arial"
BLANK = 6
"""The empty layout of python-pptx's own template."""
_LONG, _VERY_LONG = 130, 190
"""Letters of a sentence that still fit three lines of the larger sizes."""
_SECOND = Inches(0.3)
"""Room for a second sentence."""

# python-pptx types its slides, shapes, charts and colours only in part.
_Pptx = Any
_Rgb: Any = RGBColor


def to_pptx(report: Report, words: Words) -> bytes:
    """The bytes of the presentation."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    deck.core_properties.title = report.title
    for nth, slide in enumerate(report.slides, start=1):
        page = deck.slides.add_slide(deck.slide_layouts[BLANK])
        _write_heading(page, slide, words)
        _draw(page, slide, words)
        _write_foot(page, slide, report, words, nth)
        page.notes_slide.notes_text_frame.text = slide.notes
    file = io.BytesIO()
    deck.save(file)
    return without_clock(file.getvalue())


def _write_heading(page: _Pptx, slide: Slide, words: Words) -> None:
    kind = words(f"slides.kinds.{slide.kind}")
    _text(page, kind, (LEFT, Inches(0.35), INNER, Inches(0.4)), Pt(16), MUTED)
    length = len(slide.sentence)
    size = Pt(28) if length <= _LONG else Pt(22) if length <= _VERY_LONG else Pt(19)
    box = (LEFT, Inches(0.75), INNER, Inches(1.3))
    frame = _text(page, slide.sentence, box, size, INK, is_bold=True)
    if slide.second:
        _style(_run(frame.add_paragraph(), slide.second), Pt(16), INK)


def _draw(page: _Pptx, slide: Slide, words: Words) -> None:
    picture = slide.picture
    if isinstance(picture, Chart):
        _draw_chart(page, picture, words, TOP + _SECOND if slide.second else TOP)
    elif isinstance(picture, SmallTable):
        _draw_table(page, picture)
    elif picture:
        _draw_lines(page, picture)


def _draw_chart(page: _Pptx, picture: Chart, words: Words, top: int) -> None:
    box = (LEFT, top, INNER, BOTTOM - top)
    add_chart(page.shapes, picture, box, size=14, font=FONT, lang=words.lang)


def _draw_table(page: _Pptx, picture: SmallTable) -> None:
    n_rows, n_columns = len(picture.rows) + 1, len(picture.headings)
    height = min(Inches(0.5) * n_rows, BOTTOM - TOP)
    frame = page.shapes.add_table(n_rows, n_columns, LEFT, TOP, INNER, height)
    table = frame.table
    table.horz_banding = False
    first = picture.rows[0] if picture.rows else picture.headings
    is_number = [bool(nth) and not text[:1].isalpha() for nth, text in enumerate(first)]
    shares = _shares(picture)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(INNER * share)
    for row, cells in enumerate((picture.headings, *picture.rows)):
        for column, text in enumerate(cells):
            cell = table.cell(row, column)
            cell.text = text
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            cell.fill.fore_color.rgb = _colour(SOFT if row == 0 else "#ffffff")
            side = PP_ALIGN.RIGHT if is_number[column] else PP_ALIGN.LEFT
            for paragraph in cell.text_frame.paragraphs:
                paragraph.alignment = side
                for run in paragraph.runs:
                    _style(run, Pt(16), INK, is_bold=row == 0)


def _shares(picture: SmallTable) -> list[float]:
    """Each column by its longest text, none too narrow to be read."""
    columns = zip(picture.headings, *picture.rows, strict=True)
    lengths = [min(max(len(text) for text in column), 70) + 6 for column in columns]
    return [length / sum(lengths) for length in lengths]


def _draw_lines(page: _Pptx, lines: tuple[str, ...]) -> None:
    box = page.shapes.add_textbox(LEFT, TOP, INNER, BOTTOM - TOP)
    frame = box.text_frame
    frame.word_wrap = True
    for nth, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if nth == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(12)
        _style(_run(paragraph, line), Pt(20), INK)


def _write_foot(
    page: _Pptx, slide: Slide, report: Report, words: Words, nth: int
) -> None:
    parts = [report.unit, report.until]
    if slide.is_draft:
        parts.append(words("report.draft"))
    box = (LEFT, Inches(6.85), INNER, Inches(0.3))
    _text(page, " · ".join(parts), box, Pt(12), MUTED)
    if report.is_simulated:
        box = (LEFT, Inches(7.1), INNER, Inches(0.3))
        _text(page, words("report.simulated"), box, Pt(12), INK, is_bold=True)
    number = (Inches(12.2), Inches(6.85), Inches(0.5), Inches(0.3))
    _text(page, str(nth), number, Pt(12), MUTED)


def _text(
    page: _Pptx,
    text: str,
    box: tuple[int, int, int, int],
    size: int,
    colour: str,
    *,
    is_bold: bool = False,
) -> _Pptx:
    frame = page.shapes.add_textbox(*box).text_frame
    frame.word_wrap = True
    _style(_run(frame.paragraphs[0], text), size, colour, is_bold=is_bold)
    return frame


def _run(paragraph: _Pptx, text: str) -> _Pptx:
    run = paragraph.add_run()
    run.text = text
    return run


def _style(run: _Pptx, size: int, colour: str, *, is_bold: bool = False) -> None:
    run.font.name, run.font.size, run.font.bold = FONT, size, is_bold
    run.font.color.rgb = _colour(colour)


def _colour(text: str) -> _Pptx:
    return _Rgb.from_string(text.removeprefix("#").upper())
