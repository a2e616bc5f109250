"""The Front's report of a wave: its form, its figures, its account, its bytes."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from dashboard.waves.facts import WaveFacts, wave_facts
from dashboard.waves.files import KINDS, wave_report_file
from dashboard.waves.report import report_of_wave, words_of_front
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.report.conftest import texts_of as spaced_texts_of
from tests.dashboard.small.units import key
from tests.dashboard.small.warehouse import changed
from tests.dashboard.small.waves import DAYS, WAVE
from warehouse import audit
from warehouse.errors import AccountError, PlanError
from warehouse.settings import Settings

WORDS = words_of_front(words_of("vi"))


@pytest.fixture
def settings(home: Path, tmp_path: Path) -> Iterator[Settings]:
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    [build] = (copy / "builds").glob("*.duckdb")
    with changed(build) as connection:
        for wave, (first, last) in DAYS.items():
            connection.execute(
                "insert into dim_waves values"
                f" ('{wave}', 'independent', 'front', 'paper', '{first}', '{last}',"
                " 500, 'hai_long_2024')"
            )
        connection.execute(
            f"delete from stat_independent_gaps where unit_key = '{key('91004')}'"
        )
    yield Settings(home=copy)
    st.cache_data.clear()


@pytest.fixture
def facts(settings: Settings) -> WaveFacts:
    return wave_facts(settings, PEOPLE["front"], WAVE)


def texts_of(content: bytes) -> str:
    return spaced_texts_of(content).replace("\u00a0", " ")


def test_the_document_is_the_fronts_own(settings: Settings) -> None:
    text = texts_of(wave_report_file(settings, PEOPLE["front"], WAVE, "docx"))
    assert "ỦY BAN MẶT TRẬN\nTỔ QUỐC VIỆT NAM" in text
    assert "/BC-MTTQ" in text
    assert "TM. BAN THƯỜNG TRỰC\nCHỦ TỊCH" in text
    assert "ỦY BAN NHÂN DÂN" not in text
    assert "DỮ LIỆU MÔ PHỎNG" in "".join(
        paragraph.text
        for section in Document(
            io.BytesIO(wave_report_file(settings, PEOPLE["front"], WAVE, "docx"))
        ).sections
        for paragraph in section.footer.paragraphs
    )


def test_it_says_how_people_were_asked_and_what_they_say(settings: Settings) -> None:
    text = texts_of(wave_report_file(settings, PEOPLE["front"], WAVE, "docx"))
    assert "480 phiếu hợp lệ tại 3 đơn vị" in text
    assert "không có kế hoạch lưu của đợt này" in text
    assert "Tỉnh Hoa Sen: 86,9% hài lòng" in text
    assert "<b>" not in text
    assert "90,0% [86,1%; 92,9%]" in text
    assert "3 đơn vị có phiếu tự phát cùng những ngày này: 1 lệch" in text
    assert "[Mặt trận viết phần này.]" in text


def test_it_says_that_some_people_gave_several_ballots(settings: Settings) -> None:
    [build] = (settings.home / "builds").glob("*.duckdb")
    with changed(build) as connection:
        connection.execute(f"insert into agg_wave_people values ('{WAVE}', 480, 410)")
    text = texts_of(wave_report_file(settings, PEOPLE["front"], WAVE, "docx"))
    assert "480 phiếu của đợt là của 410 người; sai số tính theo người" in text


def test_the_workbook_has_numbers(settings: Settings) -> None:
    content = wave_report_file(settings, PEOPLE["front"], WAVE, "xlsx")
    book = load_workbook(io.BytesIO(content))
    rows = [[cell.value for cell in row] for row in book["Đơn vị"].iter_rows()]
    [first] = [row for row in rows if row[0] == "Phường An Bình"]
    assert first[1:3] == [300, 0.9]


def test_the_slides_stand_for_a_meeting(settings: Settings) -> None:
    content = wave_report_file(settings, PEOPLE["front"], WAVE, "pptx")
    deck = Presentation(io.BytesIO(content))
    texts = [
        shape.text_frame.text.replace("\u00a0", " ")
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert len(deck.slides) == 7
    assert any("86,9% hài lòng" in text for text in texts)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_figures_are_the_same_bytes(settings: Settings, kind: str) -> None:
    first = wave_report_file(settings, PEOPLE["front"], WAVE, kind)
    assert wave_report_file(settings, PEOPLE["front"], WAVE, kind) == first


def test_what_is_hidden_stays_hidden(facts: WaveFacts) -> None:
    main = facts.main
    hidden = tuple(
        replace(unit, state="suppressed", asked=None, n_answers=None)
        if unit.unit_key == key("91002")
        else unit
        for unit in main.units
    )
    by_item = {main.item_code: replace(main, units=hidden)}
    report = report_of_wave(replace(facts, by_item=by_item), WORDS)
    [table] = report.sections[2].parts
    [row] = [cells for cells in table.rows if cells[0] == "Xã Đồng Hòa"]  # type: ignore[union-attr]
    assert row[1:] == ("ẩn", "—", "—", "—")
    [grid] = [r for r in table.grid.rows if r[0] == "Xã Đồng Hòa"]  # type: ignore[union-attr]
    assert set(grid[1:]) == {"ẩn"}


def test_each_taking_is_on_record(settings: Settings) -> None:
    wave_report_file(settings, PEOPLE["front"], WAVE, "docx")
    [note] = audit.read_records(settings, action="export", limit=None)
    assert (note.subject, note.detail["wave"]) == ("report", WAVE)


@pytest.mark.parametrize("role", ["committee", "leader", "steward"])
def test_nobody_else_takes_it(settings: Settings, role: str) -> None:
    with pytest.raises(AccountError):
        wave_report_file(settings, PEOPLE[role], WAVE, "docx")


def test_a_wave_without_answers_is_named(settings: Settings) -> None:
    with pytest.raises(PlanError, match="QT2026"):
        wave_report_file(settings, PEOPLE["front"], "QT2026", "docx")


@pytest.mark.parametrize("kind", KINDS)
def test_a_wave_of_supervision_has_a_report_with_what_became_of_advice(
    settings: Settings, kind: str
) -> None:
    facts = wave_facts(settings, PEOPLE["front"], "GS2026")
    report = report_of_wave(facts, WORDS)
    own = report.sections[3].parts[0]
    assert "hỏi việc khác với phiếu tự phát" in str(own)
    [advice] = [
        part
        for part in report.sections[4].parts
        if getattr(part, "title", "") == "Kiến nghị của Mặt trận theo đơn vị"
    ]
    assert advice.rows == (  # type: ignore[union-attr]
        ("Phường An Bình", "2", "2", "1", "0"),
        ("Xã Đồng Hòa", "1", "0", "0", "1"),
    )
    content = wave_report_file(settings, PEOPLE["front"], "GS2026", kind)
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(content))
        sheet = book["Kiến nghị theo đơn vị"]
        assert ["Phường An Bình", 2, 2, 1, 0] in [
            [cell.value for cell in row] for row in sheet.rows
        ]
    if kind == "docx":
        assert "Kiến nghị của Mặt trận theo đơn vị" in texts_of(content)
