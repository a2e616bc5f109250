"""The questions of a paper ballot: one row each, one box for each level.

A scale without words has its numbers, and a line above that says which end is best.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as PLACE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm

from warehouse.waves.forms.form import Form, Item
from warehouse.waves.forms.labels import level_labels
from warehouse.waves.forms.paper_layout import (
    BOX,
    EMPTY_BOX,
    QUESTION,
    TEXT_MM,
    fit,
    line,
    repeat,
    table,
)
from warehouse.words import Words

WORD_MM, NUMBER_MM = 17.5, 9.5
"""Width of a level in words and of a level as a number."""
# python-docx does not type its documents and tables.
_Docx = Any


def write_items(document: _Docx, form: Form, ballot: str, words: Words) -> None:
    """One table for each run of questions on one scale.

    Args:
        document: Where.
        form: What is asked.
        ballot: Number of the ballot; it stands above the questions on each page.
        words: The language of levels and headings.
    """
    has_second = any(item.second_text for item in form.items)
    numbered = list(enumerate(form.items, 1))
    for _, run in groupby(numbered, key=lambda one: one[1].scale):
        items = list(run)
        levels = level_labels(items[0][1], words)
        if all(label.isdigit() for label in levels):
            text = words("waves.paper.numbers", low=levels[-1], high=levels[0])
            line(document.add_paragraph(), text, is_italic=True, before=6)
        else:
            line(document.add_paragraph(), "", before=0)
        widths = _widths(levels, has_second=has_second)
        made = table(document, widths, has_lines=True)
        _head(made.rows[0], ballot, levels, words, has_second=has_second)
        for number, item in items:
            row = made.add_row()
            fit(row, widths)
            _write(row, number, item, len(levels) + 1, has_second=has_second)


def _widths(levels: list[str], *, has_second: bool) -> list[float]:
    boxes = [NUMBER_MM if label.isdigit() else WORD_MM for label in levels]
    boxes.append(WORD_MM)
    left = TEXT_MM - sum(boxes)
    return [*([left / 2, left / 2] if has_second else [left]), *boxes]


def _head(
    row: _Docx, ballot: str, levels: list[str], words: Words, *, has_second: bool
) -> None:
    repeat(row)
    texts = [f"{words('waves.paper.question')}\n{ballot}"]
    texts += [words("waves.paper.second_text")] if has_second else []
    texts += [*levels, words("waves.forms.no_answers.not_applicable")]
    for cell, text in zip(row.cells, texts, strict=True):
        cell.vertical_alignment = PLACE.CENTER
        line(cell.paragraphs[0], text, is_bold=True, align=ALIGN.CENTER)


def _write(
    row: _Docx, number: int, item: Item, n_boxes: int, *, has_second: bool
) -> None:
    texts = [f"{number}. {item.text}", *([item.second_text] if has_second else [])]
    for cell, text in zip(row.cells, texts, strict=False):
        cell.vertical_alignment = PLACE.CENTER
        paragraph = cell.paragraphs[0]
        line(paragraph, text, size=QUESTION, before=3, after=3)
        paragraph.paragraph_format.left_indent = Mm(1)
        paragraph.paragraph_format.right_indent = Mm(1)
    for cell in row.cells[-n_boxes:]:
        cell.vertical_alignment = PLACE.CENTER
        line(cell.paragraphs[0], EMPTY_BOX, size=BOX, align=ALIGN.CENTER)
