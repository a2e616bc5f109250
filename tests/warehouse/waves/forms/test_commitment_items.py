"""Questions for commitments nobody asked about: added, loaded, and never a new core."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.loading.load import load_files
from ingest.simulation.questions import item_rows
from tests.ingest.conftest import Desk
from tests.warehouse.waves.forms.test_forms import UNITS, WAVE
from warehouse.errors import PlanError
from warehouse.rules.frames import shipped_frame
from warehouse.waves.forms.commitment_items import CODES, with_commitments
from warehouse.waves.forms.form import Form, make_form
from warehouse.waves.forms.item_list import item_list
from warehouse.words import LANGUAGES, words_of

OLD, NEW = "hai_long_2024", "hai_long_2024_ck1"
PROMISED = ("know", "never", "show")


def built() -> list[dict[str, Any]]:
    """The simulated questions as a build has them: factor and commitments apart."""
    rows = []
    for raw in item_rows().to_dict("records"):
        factor, _, commitments = str(raw["criterion_code"]).partition("; ")
        row = {str(name): value for name, value in raw.items()}
        rows.append(row | {"criterion_code": factor, "commitment_codes": commitments})
    return rows


def form_with_commitments(before: list[dict[str, Any]] | None = None) -> Form:
    instrument, rows = with_commitments(before or built(), OLD)
    return make_form(WAVE, instrument, rows, UNITS, stream="after", compared_with=OLD)


def shown(rows: list[Any], instrument: str) -> set[str]:
    """Commitments that some question of a questionnaire shows."""
    found: set[str] = set()
    for row in rows:
        if row["instrument"] == instrument:
            more = (row.get("commitment_codes") or "").split(";")
            found |= {row["criterion_code"], *(code.strip() for code in more)}
    return found


def test_with_them_every_commitment_of_the_model_has_a_question() -> None:
    criteria = shipped_frame("criteria")
    promised = criteria[criteria["criterion_kind"].isin(PROMISED)]
    assert len(promised) == 12
    lacking = set(promised["criterion_code"]) - shown(built(), OLD)
    assert lacking == set(CODES)
    instrument, rows = with_commitments(built(), OLD)
    assert set(promised["criterion_code"]) <= shown(rows, instrument)


def test_what_was_asked_before_stays_as_it_was() -> None:
    form = form_with_commitments()
    first = make_form(WAVE, OLD, built(), UNITS, stream="before", compared_with=None)
    assert form.instrument == NEW
    assert form.items[: len(first.items)] == first.items
    assert [item.code for item in form.items[len(first.items) :]] == list(CODES)
    assert form.version != first.version


def test_a_core_question_that_differs_is_refused_with_them_too() -> None:
    for name, value in (
        ("text_vi", "Khác"),
        ("scale_max", 4),
        ("satisfied_from", 3),
        ("is_reversed", True),
    ):
        instrument, rows = with_commitments(built(), OLD)
        changed = [
            {**row, name: value}
            if (row["instrument"], row["item_code"]) == (NEW, "trust")
            else row
            for row in rows
        ]
        with pytest.raises(PlanError, match="core item"):
            make_form(
                WAVE, instrument, changed, UNITS, stream="after", compared_with=OLD
            )


def test_a_questionnaire_that_asks_them_all_stays_itself() -> None:
    instrument, rows = with_commitments(built(), OLD)
    assert with_commitments(rows, instrument) == (instrument, rows)
    assert with_commitments(built(), "none") == ("none", built())


def test_their_list_is_loaded_by_the_shipped_spec(tmp_path: Path) -> None:
    form = form_with_commitments()
    desk = Desk(tmp_path)
    path = desk.file(f"{WAVE}_cau_hoi.xlsx", item_list(form))
    (result,) = load_files([path], settings=desk.settings)
    assert not result.reason, result.as_text("vi")
    assert not desk.refused()
    read = desk.raw(
        "select item_code, text_vi, criterion_code, scale_min, scale_max,"
        " is_reversed, satisfied_from, instrument from raw.item order by item_code"
    )
    assert [
        (code, text, criterion, int(low), int(high), turned, float(good), of)
        for code, text, criterion, low, high, turned, good, of in read
    ] == [
        (
            item.code,
            item.text,
            "; ".join(filter(None, (item.criterion, item.commitments))),
            item.scale_min,
            item.scale_max,
            item.is_reversed,
            item.satisfied_from,
            NEW,
        )
        for item in sorted(form.items, key=lambda item: item.code)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_has_its_words(lang: str) -> None:
    texts = {words_of(lang)(f"waves.commitment_items.{code}") for code in CODES}
    assert len(texts) == len(CODES)
