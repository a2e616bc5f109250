"""The spec that reads the answers of a form back: the same codes, whatever the way.

One spec reads the export of KoboToolbox by names or by labels, with groups or without,
the keyed workbook, the export of LimeSurvey by codes, and the sheet of Google Forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml

from warehouse.waves.forms.ballot_code import SEPARATOR
from warehouse.waves.forms.fields import (
    ABOUT,
    BALLOT,
    DAY,
    FIELDS,
    RATING,
    UNIT,
    VERSION,
    WAVE,
    Field,
)
from warehouse.waves.forms.form import NO_ANSWERS, SCALES, Form, Item
from warehouse.waves.forms.labels import choice_label
from warehouse.waves.forms.limesurvey_codes import (
    OF_THE_TOOL,
    SUBMITTED,
    answer_codes,
    question_codes,
)
from warehouse.words import LANGUAGES, Words, words_of

_OF_KOBO = (
    "start",
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
    "_tags",
    "_index",
    "meta/rootUuid",
)
_NUMBER = f"^([^{SEPARATOR}]+)"
"""The number alone, where a scanned code says the version of the form besides."""
_UNIT = r"([^()\s]+)\)?$"
"""The code alone, or in brackets behind the name."""
_STAMPED = ["dd/MM/yyyy HH:mm:ss", "d/M/yyyy H:mm:ss", "yyyy/MM/dd h:mm:ss a 'GMT+7'"]
_NEVER_SENT = ["1980-01-01 00:00:00", "1980-01-01 00:00", "1980-01-01"]
"""What LimeSurvey writes for "handed in" where a survey has no time stamps."""


def reading_spec(form: Form) -> str:
    """YAML of a spec for `thanthien ingest --spec`, for every way the form is asked.

    Args:
        form: What was asked.
    """
    codes = question_codes(form)
    answer = {
        "kind": "answer",
        "where": {"heading": [SUBMITTED], "filled": True, "required": False},
        "no_answer": _no_answers(),
        "columns": {**_columns(form, codes), **_about(codes)},
        "items": [
            _item(number, item, codes) for number, item in enumerate(form.items, 1)
        ],
    }
    titles = {
        lang: words_of(lang)("waves.forms.title", wave=form.wave_code)
        for lang in LANGUAGES
    }
    fixed = (WAVE, VERSION, codes[WAVE], codes[VERSION])
    spec = {
        "spec": spec_name(form),
        "title": titles,
        "ignore": _once([*_OF_KOBO, *OF_THE_TOOL, *fixed]),
        "scales": _scales(form),
        "kinds": [answer],
    }
    return yaml.safe_dump(spec, allow_unicode=True, sort_keys=False)


def spec_name(form: Form) -> str:
    """Its name among the specs of a home."""
    return re.sub(r"[^a-z0-9]+", "_", f"form_{form.wave_code}".lower())


def _columns(form: Form, codes: dict[str, str]) -> dict[str, Any]:
    ballot = [BALLOT, codes[BALLOT], *_said("waves.forms.ballot_id")]
    unit = [f"{ABOUT}/{UNIT}", UNIT, codes[UNIT], *_said(f"waves.forms.fields.{UNIT}")]
    days = [DAY, SUBMITTED, *_said("waves.forms.stamp")]
    wave = re.escape(form.wave_code)
    drawn: dict[str, Any] = {}
    if form.sampled.has_visits:
        # unit and visit, without the number of the ballot in it
        visit = f"^{wave}-(.+-R?[0-9]+)-[0-9]+"
        drawn["psu"] = {"from": ballot, "regex": visit}
    if form.sampled.n_in_frame:
        sizes = {code: str(n) for code, n in form.sampled.n_in_frame.items()}
        drawn["n_in_frame"] = {
            "from": unit,
            "regex": _UNIT,
            "values": sizes,
            "otherwise": "null",
            "required": False,
        }
    return {
        "ballot_id": {"from": ballot, "regex": _NUMBER},
        # the number names the wave whatever the way; one of another wave is refused
        "wave_code": {"from": ballot, "regex": f"^({wave})-"},
        "unit_code": {"from": unit, "regex": _UNIT},
        "answered_on": {"from": days, "dates": _STAMPED, "empty": _NEVER_SENT},
        **drawn,
    }


def _about(codes: dict[str, str]) -> dict[str, Any]:
    return {
        field.column: {
            "from": _once(
                [
                    *(field.path, field.name, codes[field.name]),
                    *_said(f"waves.forms.fields.{field.name}"),
                ]
            ),
            "required": False,
            "values": dict(field.choices) | answer_codes(field) | _in_words(field),
        }
        for field in FIELDS
    }


def _item(number: int, item: Item, codes: dict[str, str]) -> dict[str, Any]:
    named = [f"{RATING}/{item.code}", item.code, codes[item.code]]
    return {
        "item_code": item.code,
        "from": _once([*named, item.text, f"{number}. {item.text}"]),
        "scale": _scale_name(item),
        "required": False,
    }


def _scale_name(item: Item) -> str:
    return f"form_{item.scale}"


def _scales(form: Form) -> dict[str, Any]:
    """Each scale of the form by numbers and by words."""
    limits = {scale: pair for pair, scale in SCALES.items()}
    found = {}
    for item in form.items:
        low, high = limits[item.scale]
        words = {
            label: level
            for lang in LANGUAGES
            for level in range(low, high + 1)
            if (label := _level(words_of(lang), item, level))
        }
        found[_scale_name(item)] = {"min": low, "max": high, "words": words}
    return found


def _level(words: Words, item: Item, level: int) -> str:
    return words.or_else(f"waves.forms.{item.scale}.{level}", "")


def _no_answers() -> dict[str, str]:
    said = {
        words_of(lang)(f"waves.forms.no_answers.{reason}"): reason
        for lang in LANGUAGES
        for reason in NO_ANSWERS.values()
    }
    return {"": "blank", **NO_ANSWERS, **said}


def _in_words(field: Field) -> dict[str, str]:
    """What a choice is called in each language → value in the warehouse."""
    return {
        choice_label(value, words_of(lang)): value
        for lang in LANGUAGES
        for value in field.choices.values()
    }


def _said(key: str) -> list[str]:
    """A text in all languages, each once."""
    return _once(words_of(lang)(key) for lang in LANGUAGES)


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
