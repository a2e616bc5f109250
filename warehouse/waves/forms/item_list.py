"""The questions of a form as a list to load, so that its answers mean something."""

from __future__ import annotations

import io
from pathlib import Path

import yaml
from openpyxl import Workbook

from warehouse.safe_text import safe_text
from warehouse.waves.forms.form import Form, Item

_HEADINGS = Path(__file__).with_name("item_list.yml")
_COLUMNS = (
    "instrument",
    "item_code",
    "text_vi",
    "criterion_code",
    "scale_min",
    "scale_max",
    "is_reversed",
    "satisfied_from",
    "second_text",
)


def item_list(form: Form) -> bytes:
    """A workbook in the layout of lists of questions.

    Args:
        form: What is asked; its questionnaire is named in each row.
    """
    headings = yaml.safe_load(_HEADINGS.read_text(encoding="utf-8"))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([headings[name] for name in _COLUMNS])
    for item in form.items:
        sheet.append(_cells(form, item, headings))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cells(form: Form, item: Item, headings: dict[str, str]) -> list[object]:
    criteria = "; ".join(filter(None, (item.criterion, item.commitments)))
    turned = headings["yes" if item.is_reversed else "no"]
    level = None if item.satisfied_from is None else float(item.satisfied_from)
    texts = (form.instrument, item.code, item.text, criteria)
    scale = (item.scale_min, item.scale_max, turned, level)
    return [*map(safe_text, texts), *scale, safe_text(item.second_text)]
