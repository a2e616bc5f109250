"""Answers of a planned wave are read by its own form, and no clerk is asked."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.ingest.desk.conftest import Act, acting, hand_over
from tests.ingest.desk.test_fronts_desk import fronts as fronts
from tests.ingest.desk.test_understand import UNITS
from tests.warehouse.custody.front_desk import signer_of
from tests.warehouse.waves.forms.test_forms import form_of
from warehouse.desk.inbox import card_of
from warehouse.settings import Settings
from warehouse.waves.forms.form import Form
from warehouse.waves.forms.keying_workbook import keying_workbook
from warehouse.waves.forms.reading_spec import reading_spec
from warehouse.words import words_of

DAY = date(2026, 11, 20)
ASKED, OTHER = "DL-2026-Q4", "DL-2027-Q1"
LIST = (
    "Mã đợt,Loại khảo sát,Cơ quan chủ trì,Mã bộ câu hỏi\n"
    f"{ASKED},Khảo sát độc lập,Mặt trận Tổ quốc,hai_long_2024\n"
)


@pytest.fixture
def forms() -> list[Form]:
    """Two planned waves that ask the same."""
    return [replace(form_of(), wave_code=code) for code in (OTHER, ASKED)]


def keyed(form: Form, n: int) -> bytes:
    book = load_workbook(io.BytesIO(keying_workbook(form, words_of("vi"))))
    sheet = book.worksheets[0]
    at = {str(cell.value): cell.column or 0 for cell in sheet[1]}
    for row in range(2, n + 2):
        given: dict[str, Any] = {
            "ma_phieu": f"{form.wave_code}-91001-{row:03d}",
            "end": DAY,
        }
        given |= {"thong_tin/ma_xa": "91001"}
        given |= {name: "5" for name in at if name.startswith("danh_gia/")}
        for name, value in given.items():
            sheet.cell(row, at[name]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_number_of_a_ballot_says_by_which_form(
    settings: Settings, fronts: Settings, act: Act, forms: list[Form]
) -> None:
    act("load", hand_over(settings, "đơn vị.csv", UNITS))
    front = acting(fronts, signer_of(fronts))
    front("load", hand_over(fronts, "dot.csv", LIST))
    card = hand_over(fronts, "nhập phiếu.xlsx", keyed(forms[1], 3))
    texts = [reading_spec(form) for form in forms]
    seen = front("understand", card, forms=texts)
    assert seen["spec"]["name"] == "form_dl_2026_q4"
    assert seen["is_fronts"]
    n = 3 * len(forms[1].items)
    assert seen["trial"]["kinds"]["answer"]["n_loaded"] == n
    kept = card_of(fronts, card.sha256)
    assert kept is not None
    assert front("load", kept)["n_loaded"] == n


def test_a_file_of_no_planned_wave_is_read_as_before(
    fronts: Settings, forms: list[Form]
) -> None:
    front = acting(fronts, signer_of(fronts))
    texts = [reading_spec(form) for form in forms]
    asked = replace(forms[0], wave_code="DL-2025-Q4")
    for name, content in (("khac.xlsx", keyed(asked, 2)), ("dot.csv", LIST)):
        card = hand_over(fronts, name, content)
        seen = front("understand", card, forms=texts)
        assert "form_" not in str(seen["spec"] and seen["spec"]["name"])
        kept = card_of(fronts, card.sha256)
        assert kept is not None
        assert kept.spec == ""


def test_at_the_desk_of_the_clerks_no_form_is_looked_for(
    settings: Settings, act: Act, forms: list[Form]
) -> None:
    card = hand_over(settings, "nhập phiếu.xlsx", keyed(forms[1], 1))
    seen = act("understand", card, forms=[reading_spec(form) for form in forms])
    assert "form_" not in str(seen["spec"] and seen["spec"]["name"])
