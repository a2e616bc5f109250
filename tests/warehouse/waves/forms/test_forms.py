"""Forms: what a converter takes, and what comes back from it, answer by answer."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from ingest.loading.load import load_files
from ingest.simulation.questions import item_rows
from tests.dashboard.small.ballots import items
from tests.ingest.conftest import Desk
from tests.warehouse.waves.forms.came_back import assert_all_came_back
from warehouse.errors import PlanError
from warehouse.waves.forms.form import NO_ANSWERS, Form, make_form
from warehouse.waves.forms.reading_spec import reading_spec
from warehouse.waves.forms.xlsform import xlsform
from warehouse.words import words_of

WAVE, INSTRUMENT = "DL-2026-Q4", "hai_long_2024"
UNITS = [("91001", "Phường An Bình"), ("91002", "Xã Đồng Hòa")]
SIMULATED: list[dict[str, Any]] = [
    {str(name): value for name, value in row.items()}
    for row in item_rows().to_dict("records")
]
ALL_ITEMS = [*items(), *SIMULATED]
INSTRUMENTS = ["hai_long_2024", "giam_sat_2026", "may_tinh_bang_3"]
N_BALLOTS = 60


def form_of(instrument: str = INSTRUMENT, stream: str = "independent") -> Form:
    return make_form(
        WAVE, instrument, ALL_ITEMS, UNITS, stream=stream, compared_with=instrument
    )


def rows_of(form: Form, sheet: str) -> list[dict[str, Any]]:
    book = load_workbook(io.BytesIO(xlsform(form, words_of("vi"))))
    head, *rows = book[sheet].iter_rows(values_only=True)
    names = [str(name) for name in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def questions_of(form: Form) -> dict[str, list[str]]:
    """Heading in an export, by groups → choices, as the workbook alone says it."""
    choices: dict[str, list[str]] = {}
    for row in rows_of(form, "choices"):
        choices.setdefault(row["list_name"], []).append(str(row["name"]))
    path: list[str] = []
    found = {}
    for row in rows_of(form, "survey"):
        kind, _, of = str(row["type"]).partition(" ")
        if kind == "begin_group":
            path.append(row["name"])
        elif kind == "end_group":
            path.pop()
        else:
            found["/".join([*path, row["name"]])] = choices.get(of, [])
    return found


@pytest.mark.parametrize(
    ("instrument", "shipped"),
    [(INSTRUMENT, True), *((instrument, False) for instrument in INSTRUMENTS)],
)
def test_every_answer_of_an_export_comes_back(
    tmp_path: Path, instrument: str, *, shipped: bool
) -> None:
    form, chance = form_of(instrument), random.Random(7)
    questions = questions_of(form)
    fixed = {"dot": WAVE, "phien_ban": form.version}
    days = {"start": "2026-12-01T08:00:00+07:00", "end": "2026-12-01T08:09:00+07:00"}
    if shipped:
        questions.pop("phien_ban")
    given = []
    for number in range(N_BALLOTS):
        row = {name: chance.choice(of) for name, of in questions.items() if of}
        row |= {name: fixed[name] for name in fixed if name in questions} | days
        given.append(row | {"ma_phieu": f"{WAVE}-91001-{number + 1:03d}"})
    text = io.StringIO()
    writer = csv.DictWriter(text, list(questions), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(given)
    desk = Desk(tmp_path)
    path = desk.file("ket_qua.csv", text.getvalue())
    spec = desk.file("phieu.yml", reading_spec(form))
    (result,) = load_files(
        [path], spec_path=None if shipped else spec, settings=desk.settings
    )
    assert result.reason is None or not result.reason, result.as_text("vi")
    assert_all_came_back(desk, form, given, "2026-12-01")


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_the_converter_of_kobo_and_odk_takes_it(
    tmp_path: Path, instrument: str
) -> None:
    path = tmp_path / "form.xlsx"
    form = form_of(instrument)
    path.write_bytes(xlsform(form, words_of("vi")))
    made = convert(path, validate=False)
    assert made.warnings == []
    for item in form.items:
        assert f"/danh_gia/{item.code}" in made.xform
    assert form.version in made.xform


def test_not_applicable_is_no_level_of_a_scale() -> None:
    for instrument in INSTRUMENTS:
        for item in form_of(instrument).items:
            levels = range(item.scale_min, item.scale_max + 1)
            assert not {int(code) for code in NO_ANSWERS} & set(levels)


def test_a_core_item_in_other_words_is_refused() -> None:
    changed = [row | {"instrument": "moi"} for row in items()]
    asked = partial(make_form, WAVE, "moi", units=UNITS, stream="after")
    form = asked(ALL_ITEMS + changed, compared_with="moi")
    before = {row["item_code"]: row for row in changed}
    before["trust"]["text_vi"] += "?"
    old = [row for row in ALL_ITEMS if row["instrument"] != INSTRUMENT]
    rows = [*old, *items(), *changed]
    with pytest.raises(PlanError, match="core item") as refused:
        asked(rows, compared_with=INSTRUMENT)
    assert refused.value.value == "trust"
    assert len(form.items) == 14


@pytest.mark.parametrize(
    ("instrument", "row"),
    [
        ("none", {}),
        ("x", {"item_code": "1 a"}),
        ("x", {"scale_max": 6}),
        ("x", {"item_code": "no_such_before"}),
    ],
)
def test_what_cannot_be_asked_is_refused(instrument: str, row: dict[str, Any]) -> None:
    own = next(items()) | {"instrument": "x"} | row
    with pytest.raises(PlanError):
        make_form(
            WAVE,
            instrument,
            [*ALL_ITEMS, own],
            UNITS,
            stream="after",
            compared_with=INSTRUMENT,
        )


def test_other_words_are_another_version() -> None:
    form = form_of()
    first = replace(form.items[0], text="khác")
    assert form.version == form_of().version
    assert replace(form, items=(first, *form.items[1:])).version != form.version
