"""The spec that reads the answers of a form back: the same codes, whatever the way."""

from __future__ import annotations

import re

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
)
from warehouse.waves.forms.form import NO_ANSWERS, Form
from warehouse.words import words_of

_OF_THE_TOOL = (
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


def reading_spec(form: Form) -> str:
    """YAML of a spec for `thanthien ingest --spec`, for export and keyed workbook.

    Args:
        form: What was asked.
    """
    about = {
        field.column: {
            "from": [field.path],
            "required": False,
            "values": dict(field.choices),
        }
        for field in FIELDS
    }
    answer = {
        "kind": "answer",
        "no_answer": {"": "blank", **NO_ANSWERS},
        "columns": {
            "ballot_id": {"from": [BALLOT], "regex": _NUMBER},
            "wave_code": {"from": [WAVE]},
            "unit_code": {"from": [f"{ABOUT}/{UNIT}"]},
            "answered_on": {"from": [DAY]},
            **about,
        },
        "items": [
            {
                "item_code": item.code,
                "from": f"{RATING}/{item.code}",
                "scale": item.scale,
                "required": False,
            }
            for item in form.items
        ],
    }
    spec = {
        "spec": spec_name(form),
        "title": {
            lang: words_of(lang)("waves.forms.title", wave=form.wave_code)
            for lang in ("vi", "en")
        },
        "ignore": [*_OF_THE_TOOL, VERSION],
        "kinds": [answer],
    }
    return yaml.safe_dump(spec, allow_unicode=True, sort_keys=False)


def spec_name(form: Form) -> str:
    """Its name among the specs of a home."""
    return re.sub(r"[^a-z0-9]+", "_", f"form_{form.wave_code}".lower())
