"""The book of attempts: a line for each ballot, read back as it was filled in."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ingest.loading.load import load_files
from tests.ingest.conftest import Desk
from tests.ingest.desk.test_understand import UNITS
from tests.warehouse.waves.frames import WAVE
from warehouse.raw.ballots import CONTACT_OUTCOMES
from warehouse.settings import Settings
from warehouse.waves.contact_book import COLUMNS, contact_book
from warehouse.waves.draw_wave import Ask, draw_wave
from warehouse.waves.interviewer_assignment import deal, interviewers_of
from warehouse.waves.kept_plans import KeptPlan
from warehouse.words import LANGUAGES, words_of


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_filled_in_comes_back_and_the_rest_is_no_attempt(
    planned: Settings,
    plan: KeptPlan,
    units: list[dict[str, Any]],
    export: Path,
    tmp_path: Path,
    lang: str,
) -> None:
    words = words_of(lang)
    ask = Ask(WAVE, seed="s", takes_all=True)
    draw = draw_wave(planned, ask, units, export, today=date(2026, 12, 1))
    lists = deal(draw, interviewers_of(["PV01", "PV02"]))
    name, content = contact_book(draw, lists, words)
    assert name.startswith(WAVE)
    # nothing that names a dossier
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    cells = {str(cell.value) for row in sheet for cell in row}
    assert not cells & {line.code for one in lists.values() for line in one}
    given = filled(sheet, words)
    book.save(tmp_path / "so.xlsx")
    desk = Desk(tmp_path)
    files = [desk.file("don_vi.csv", UNITS), tmp_path / "so.xlsx"]
    _, result = load_files(files, settings=desk.settings)
    assert result.spec_name == "contact_list", result.reason
    columns = ", ".join(COLUMNS).replace("unit_code", "left(unit_code, 5)")
    assert desk.raw(f"select {columns} from raw.contact order by ballot_id") == given
    n_lines = sum(map(len, lists.values()))
    assert result.n_refused == 0
    assert n_lines > len(given) == len(CONTACT_OUTCOMES)


def test_where_nobody_is_named_no_unit_is_an_interviewer(
    planned: Settings, plan: KeptPlan, units: list[dict[str, Any]], export: Path
) -> None:
    ask = Ask(WAVE, seed="s", takes_all=True)
    draw = draw_wave(planned, ask, units, export, today=date(2026, 12, 1))
    words = words_of("vi")
    _, content = contact_book(draw, deal(draw, []), words)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    place = COLUMNS.index("interviewer_code")
    heads = [words(f"waves.contact_book.columns.{name}") for name in COLUMNS]
    rows: list[list[Any]] = [[cell.value for cell in row] for row in sheet]
    lines = [row for row in rows[rows.index(heads) + 1 :] if row[1]]
    assert lines
    assert {row[place] for row in lines} == {None}


@pytest.mark.parametrize("blank", ["Ngày giờ hỏi", "Kết quả hỏi"])
def test_an_attempt_without_day_or_outcome_is_no_untried_line(
    tmp_path: Path, blank: str
) -> None:
    """Left out is only a line that says neither; a half said one is refused."""
    heads = ["Mã đợt", "Số phiếu", "Mã đơn vị", "Mã điều tra viên", "Ngày giờ hỏi"]
    heads += ["Lần hỏi", "Kết quả hỏi", "Số phút"]
    whole = ["D", "1", "91001", "PV01", "20/11/2026 08:00", "1", "Đã trả lời", "9"]
    half = [
        "" if head == blank else cell for head, cell in zip(heads, whole, strict=True)
    ]
    half[1] = "2"
    untried = ["D", "3", "91001", "PV01", "", "1", "", ""]
    rows = "\n".join(",".join(row) for row in (heads, whole, half, untried))
    desk = Desk(tmp_path)
    files = [desk.file("don_vi.csv", UNITS), desk.file("so.csv", rows + "\n")]
    _, result = load_files(files, settings=desk.settings)
    assert result.spec_name == "contact_list", result.reason
    assert desk.raw("select ballot_id from raw.contact") == [("1",)]
    assert result.n_refused == 1


def filled(sheet: Any, words: Any) -> list[tuple[Any, ...]]:
    """One line for each outcome; what raw then holds, by number."""
    heads = [words(f"waves.contact_book.columns.{name}") for name in COLUMNS]
    [head] = [row[0].row for row in sheet if [cell.value for cell in row] == heads]
    given = []
    for row, outcome in enumerate(CONTACT_OUTCOMES, head + 1):
        moment = datetime(2026, 11, 20, 8, row)
        sheet.cell(row, 5).value = moment
        sheet.cell(row, 7).value = words(f"waves.contact_book.outcomes.{outcome}")
        sheet.cell(row, 8).value = 9
        known = [sheet.cell(row, column).value for column in range(1, 5)]
        given.append((*known, moment, 1, outcome, 9))
    return sorted(given, key=lambda line: str(line[1]))
