"""The form as an XLSForm, for KoboToolbox and ODK."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook

from warehouse.waves.forms.fields import (
    ABOUT,
    BALLOT,
    DAY,
    FIELDS,
    RATING,
    UNIT,
    VERSION,
    WAVE,
)
from warehouse.waves.forms.form import Form, Item
from warehouse.waves.forms.labels import answer_labels, choice_label, unit_label
from warehouse.words import Words

_SURVEY = (
    "type",
    "name",
    "label",
    "required",
    "constraint",
    "constraint_message",
    "calculation",
)
_Row = dict[str, str]


def xlsform(form: Form, words: Words) -> bytes:
    """The workbook that KoboToolbox and ODK take in.

    Args:
        form: What is asked.
        words: The language of the labels.
    """
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    sheets = {
        "survey": (_SURVEY, _survey(form, words)),
        "choices": (("list_name", "name", "label"), _choices(form, words)),
        "settings": (("form_title", "form_id", "version"), [_settings(form, words)]),
    }
    for title, (headings, rows) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(name, "") for name in headings])
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.number_format = "@"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _settings(form: Form, words: Words) -> _Row:
    return {
        "form_title": words("waves.forms.title", wave=form.wave_code),
        "form_id": re.sub(r"[^A-Za-z0-9_]", "_", f"tt_{form.wave_code}"),
        "version": form.version,
    }


def _survey(form: Form, words: Words) -> list[_Row]:
    ballot = {
        "type": "text",
        "name": BALLOT,
        "label": words("waves.forms.ballot_id"),
        "required": "yes",
        "constraint": f"regex(., '^{form.number_pattern}$')",
        "constraint_message": words("waves.forms.wrong_ballot"),
    }
    about = [
        {
            "type": f"select_one {name}",
            "name": name,
            "label": words(f"waves.forms.fields.{name}"),
            "required": "yes" if name == UNIT else "",
        }
        for name in (UNIT, *(field.name for field in FIELDS))
    ]
    rating = [
        {
            "type": f"select_one {_levels(item)}",
            "name": item.code,
            "label": f"{number}. {item.text}",
            "required": "yes",
        }
        for number, item in enumerate(form.items, 1)
    ]
    return [
        {"type": "start", "name": "start"},
        {"type": "end", "name": DAY},
        {"type": "calculate", "name": WAVE, "calculation": f"'{form.wave_code}'"},
        {"type": "calculate", "name": VERSION, "calculation": f"'{form.version}'"},
        ballot,
        *_group(ABOUT, words("waves.forms.about"), about),
        *_group(RATING, words("waves.forms.rating"), rating),
    ]


def _group(name: str, label: str, rows: list[_Row]) -> list[_Row]:
    start = {"type": "begin_group", "name": name, "label": label}
    return [start, *rows, {"type": "end_group"}]


def _choices(form: Form, words: Words) -> list[_Row]:
    units = [_choice(UNIT, code, unit_label(code, name)) for code, name in form.units]
    about = [
        _choice(field.name, code, choice_label(value, words))
        for field in FIELDS
        for code, value in field.choices.items()
    ]
    levels = {}
    for item in form.items:
        for code, label in answer_labels(item, words).items():
            levels[_levels(item), code] = label
    rating = [_choice(name, code, label) for (name, code), label in levels.items()]
    return [*units, *about, *rating]


def _choice(list_name: str, name: str, label: str) -> _Row:
    return {"list_name": list_name, "name": name, "label": label}


def _levels(item: Item) -> str:
    return f"muc_{item.scale}"
