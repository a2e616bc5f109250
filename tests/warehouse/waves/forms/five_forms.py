"""The five forms of the model, and the ballots tests fill them in with."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from tests.warehouse.waves.forms.test_commitment_items import built
from tests.warehouse.waves.forms.test_forms import UNITS, WAVE
from warehouse.raw.lists import STREAMS
from warehouse.waves.forms.commitment_items import with_commitments
from warehouse.waves.forms.fields import FIELDS
from warehouse.waves.forms.form import NO_ANSWERS, Form, make_form

HOUSEHOLD, SUPERVISION = "hai_long_2024", "giam_sat_2026"
FIVE = tuple(STREAMS)
DAY = "2026-12-01"


def form_of_stream(stream: str) -> Form:
    """The form of one of the five surveys.

    All but those on supervision and before the model ask about every commitment.
    """
    instrument = SUPERVISION if stream == "supervision" else HOUSEHOLD
    rows = list(built())
    if stream not in ("before", "supervision"):
        instrument, added = with_commitments(rows, instrument)
        rows = [dict(row) for row in added]
    return make_form(
        WAVE, instrument, rows, UNITS, stream=stream, compared_with=instrument
    )


def ballots(form: Form, n: int) -> list[dict[str, str]]:
    """Answers by name of the question, in codes of the form."""
    chance = random.Random(26)
    given = []
    for number in range(1, n + 1):
        row = {field.name: chance.choice(list(field.choices)) for field in FIELDS}
        for item in form.items:
            levels = map(str, range(item.scale_min, item.scale_max + 1))
            row[item.code] = chance.choice([*levels, *NO_ANSWERS])
        unit, _ = chance.choice(UNITS)
        row |= {"ma_xa": unit, "ma_phieu": f"{WAVE}-{unit}-{number:03d}"}
        given.append(row)
    return given


def as_kobo_names(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The same by the headings of an export, as `assert_all_came_back` takes them."""
    about = {"ma_xa", *(field.name for field in FIELDS)}
    found = []
    for row in rows:
        named = {}
        for name, value in row.items():
            group = "thong_tin/" if name in about else "danh_gia/"
            named[name if name == "ma_phieu" else f"{group}{name}"] = value
        found.append(named)
    return found
