"""A report says whose change it tells: no unit before the model has results of it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from pptx import Presentation

from dashboard.report.deck import to_pptx
from dashboard.report.document import to_docx
from dashboard.report.one_page import to_page
from dashboard.report.parts import Paragraph
from dashboard.report.sections import report_of
from dashboard.report.slides import slides_of
from dashboard.views.meeting_screen import Screen, screen_html
from tests.dashboard.report.conftest import WORDS, texts_of
from warehouse.reviews.facts import Facts

MODEL = "Kết quả thực hiện mô hình"
NOT_EFFECT = WORDS("overview.not_effect")
NOT_STARTED = WORDS("overview.not_started")


def of_start(facts: Facts, start: date | None, status: str) -> Facts:
    """The facts of a unit that began on a day, its change judged with that status."""
    rows = tuple({**row, "model_status": status} for row in facts.changes)
    unit = {**facts.unit, "model_start_date": start}
    return replace(facts, unit=unit, changes=rows)


def faces(facts: Facts) -> list[str]:
    """What stands on the slides themselves, without their notes."""
    deck: Any = Presentation(io.BytesIO(to_pptx(report_of(facts, WORDS), WORDS)))
    return [
        "\n".join(s.text_frame.text for s in page.shapes if s.has_text_frame)
        for page in deck.slides
    ]


@pytest.fixture(scope="module")
def never(facts: Facts) -> Facts:
    return of_start(facts, None, "not_started")


@pytest.fixture(scope="module")
def begun(facts: Facts) -> Facts:
    return of_start(facts, date(2026, 7, 1), "started")


def test_a_unit_that_never_started_has_no_results_of_the_model(never: Facts) -> None:
    report = report_of(never, WORDS)
    for written in (to_docx(report, WORDS), to_page(report, WORDS)):
        text = texts_of(written)
        assert MODEL not in text
        assert "chưa thực hiện mô hình" in text
        assert NOT_STARTED in text
        assert NOT_EFFECT not in text
    first, second, *_ = faces(never)
    assert "chưa thực hiện mô hình" in first
    assert NOT_STARTED in second
    results = report.sections[1].parts
    assert isinstance(results[1], Paragraph)
    assert results[1].text == NOT_STARTED


def test_change_is_told_from_effect_on_every_first_page(begun: Facts) -> None:
    report = report_of(begun, WORDS)
    assert report.title.startswith(MODEL)
    document: Any = Document(io.BytesIO(to_page(report, WORDS)))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    slides = {slide.kind: slide for slide in report.slides}
    assert f"{slides['verdict'].sentence}\n{NOT_EFFECT}" in cells
    assert NOT_EFFECT in faces(begun)[1]
    made = slides_of(begun, WORDS, None)
    screen = Screen("Xã A", "", False, "tong-quan")
    html = screen_html(made, 2, screen, WORDS)
    [face] = [
        part.split("tt-notes")[0]
        for part in html.split("<section")
        if part.startswith(' data-slide="2"')
    ]
    assert NOT_EFFECT in face


def test_a_unit_that_starts_in_or_after_the_round_after_says_so(facts: Facts) -> None:
    starting = of_start(facts, date(2026, 10, 9), "starting")
    assert WORDS("overview.starting") in faces(starting)[1]
    assert report_of(starting, WORDS).title.startswith(MODEL)
    later = of_start(facts, date(2026, 11, 2), "not_started")
    report = report_of(later, WORDS)
    assert report.title.startswith(MODEL)
    assert "bắt đầu mô hình ngày 02/11/2026, sau hai đợt" in faces(later)[1]
    # the quarter was over before its first day
    begun_after = of_start(facts, date(2027, 2, 1), "not_started")
    assert MODEL not in report_of(begun_after, WORDS).title
    assert NOT_STARTED in faces(begun_after)[1]


def test_figures_frozen_without_a_start_are_read_as_before(facts: Facts) -> None:
    unit = {name: v for name, v in facts.unit.items() if name != "model_start_date"}
    rows = tuple(
        {name: v for name, v in row.items() if name != "model_status"}
        for row in facts.changes
    )
    report = report_of(replace(facts, unit=unit, changes=rows), WORDS)
    assert report.title.startswith(MODEL)
    assert NOT_EFFECT in texts_of(to_docx(report, WORDS))


def test_a_province_reports_on_the_model_of_its_units(facts: Facts) -> None:
    above = {**facts.unit, "unit_level": "province", "model_start_date": None}
    assert report_of(replace(facts, unit=above), WORDS).title.startswith(MODEL)
