"""Paper forms keyed into the workbook: every answer comes back, wrong ones are met."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ingest.loading.load import load_files
from tests.ingest.conftest import Desk
from tests.warehouse.waves.forms.came_back import assert_all_came_back
from tests.warehouse.waves.forms.test_forms import INSTRUMENTS, UNITS, WAVE, form_of
from warehouse.waves.forms.ballot_code import code_text
from warehouse.waves.forms.form import NO_ANSWERS, Form
from warehouse.waves.forms.keying_workbook import keying_workbook
from warehouse.waves.forms.reading_spec import reading_spec
from warehouse.words import LANGUAGES, words_of

N_KEYED = 25
DAY = date(2026, 12, 1)
Given = list[dict[str, str]]


def opened(form: Form, lang: str = "vi") -> Workbook:
    return load_workbook(io.BytesIO(keying_workbook(form, words_of(lang))))


def choices_of(book: Workbook) -> dict[str, list[str]]:
    """Heading → codes of its list, as the workbook alone says it."""
    sheet = book.worksheets[0]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type != "list":
            continue
        [place] = rule.sqref.ranges
        column = int(place.min_col)
        source = str(rule.formula1)
        if source.startswith("'"):
            codes = [str(row[0]) for row in book.worksheets[1].values]
        else:
            codes = source.strip('"').split(",")
        found[str(sheet.cell(1, column).value)] = codes
    return found


def key_in(book: Workbook, form: Form) -> Given:
    """Fills rows as a clerk would, with codes of the lists; the last cell is left.

    Each third number is scanned from the code on paper.
    """
    chance, sheet = random.Random(19), book.worksheets[0]
    lists = choices_of(book)
    given = []
    for number in range(1, N_KEYED + 1):
        row = {name: chance.choice(codes) for name, codes in lists.items()}
        row["ma_phieu"] = f"{WAVE}-91001-{number:03d}"
        if number == N_KEYED:
            row[f"danh_gia/{form.items[-1].code}"] = ""
        given.append(row)
        for cell in sheet[1]:
            place = sheet.cell(number + 1, int(cell.column or 0))
            if cell.value == "end":
                place.value = DAY
            elif cell.value == "ma_phieu" and number % 3 == 0:
                place.value = code_text(row["ma_phieu"], form.version)
            elif row.get(str(cell.value)):
                place.value = row[str(cell.value)]
    return given


def as_a_spreadsheet_keeps_it(sheet: Worksheet, form: Form) -> None:
    """Puts in what the formulas of wave and version come to; nothing on empty rows."""
    for row in sheet.iter_rows(min_row=2):
        for cell, text in zip(row[-2:], (form.wave_code, form.version), strict=True):
            assert str(cell.value).endswith(f'"","{text}")')
            cell.value = text if row[0].value else None


def worked_out(office: str, folder: Path, book: Workbook) -> bytes:
    """The workbook as a spreadsheet program keeps it."""
    source, out = folder / "nhap.xlsx", folder / "out"
    book.save(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(out), str(source)], check=True, capture_output=True
    )
    return (out / source.name).read_bytes()


def loaded(tmp_path: Path, form: Form, content: bytes) -> tuple[Desk, Any]:
    desk = Desk(tmp_path)
    path = desk.file("nhap_phieu.xlsx", content)
    spec = desk.file("phieu.yml", reading_spec(form))
    (result,) = load_files([path], spec_path=spec, settings=desk.settings)
    return desk, result


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_every_keyed_answer_comes_back(tmp_path: Path, instrument: str) -> None:
    form = form_of(instrument)
    book = opened(form)
    given = key_in(book, form)
    as_a_spreadsheet_keeps_it(book.worksheets[0], form)
    stream = io.BytesIO()
    book.save(stream)
    desk, result = loaded(tmp_path, form, stream.getvalue())
    assert not result.reason, result.as_text("vi")
    assert_all_came_back(desk, form, given, DAY.isoformat())


def test_a_real_spreadsheet_works_the_formulas_out(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no spreadsheet program here")
    form = form_of()
    book = opened(form)
    given = key_in(book, form)
    made = worked_out(office, tmp_path, book)
    desk, result = loaded(tmp_path, form, made)
    assert not result.reason, result.as_text("vi")
    assert_all_came_back(desk, form, given, DAY.isoformat())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_cell_shows_its_question_and_takes_its_codes_alone(lang: str) -> None:
    form = form_of()
    book = opened(form, lang)
    lists = choices_of(book)
    assert lists["thong_tin/ma_xa"] == [code for code, _ in UNITS]
    assert lists["danh_gia/trust"] == ["5", "4", "3", "2", "1", *NO_ANSWERS]
    rules = book.worksheets[0].data_validations.dataValidation
    assert all(rule.showErrorMessage and rule.errorStyle == "stop" for rule in rules)
    prompts = {str(rule.prompt) for rule in rules}
    assert {item.text for item in form.items} <= prompts
    [ballot] = [rule for rule in rules if rule.type == "custom"]
    assert f'="{WAVE}-"' in str(ballot.formula1)
    assert "COUNTIF" in str(ballot.formula1)
    guide = [str(cell) for row in book.worksheets[2].values for cell in row if cell]
    assert any(form.version in text for text in guide)


def test_a_spreadsheet_takes_a_number_or_its_code_once(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no spreadsheet program here")
    form = form_of()
    start, version = f"{WAVE}-91001", form.version
    keyed = {
        f"{start}-001": True,
        f"{start}-002/{version}": True,
        f"{start}-003/0000000000": False,
        "DL-2026-Q3-91001-004": False,
        f"{start}-005": False,
        f"{start}-005/{version}": False,
        f"{start}-100": True,
        f"{start}-1000": True,
    }
    book = opened(form)
    sheet = book.worksheets[0]
    rules = sheet.data_validations.dataValidation
    [rule] = [one for one in rules if one.type == "custom"]
    assert len(str(rule.formula1)) <= 255
    for row, number in enumerate(keyed, 2):
        sheet.cell(row, 1).value = number
        check = str(rule.formula1).replace("A2&", f"A{row}&").replace("A2,", f"A{row},")
        sheet.cell(row, 60).value = f"={check.replace('=A2', f'=A{row}')}"
    made = load_workbook(
        io.BytesIO(worked_out(office, tmp_path, book)), data_only=True
    ).worksheets[0]
    told = [bool(made.cell(row, 60).value) for row in range(2, len(keyed) + 2)]
    assert dict(zip(keyed, told, strict=True)) == keyed
