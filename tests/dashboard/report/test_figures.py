"""Figures of documents: the numbers of the rows, written as readers write them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from dashboard import numbers
from dashboard.report.document import to_docx
from dashboard.report.one_page import CHARTS, DECIDE, KINDS, to_page
from dashboard.report.parts import Chart, Figure, Report
from dashboard.report.sections import report_of
from dashboard.report.slides_of_work import lateness
from dashboard.report.workbook import sheets_of, to_xlsx
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from warehouse.read import Reader
from warehouse.reviews.facts import Facts, facts_of

WORDS = words_of("vi")
_LABEL = re.compile(r"<a:t>([^<]*)</a:t>")


@pytest.fixture(scope="module")
def facts(reader: Reader) -> Facts:
    return facts_of(reader, PEOPLE["committee"], "91", "2026-Q3")


def figures_of(report: Report) -> list[Figure]:
    return [p for s in report.sections for p in s.parts if isinstance(p, Figure)]


def charts_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = sorted(n for n in file.namelist() if n.startswith("word/charts/chart"))
        return [file.read(name).decode() for name in names]


def books_in(content: bytes) -> list[list[tuple[Any, ...]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = sorted(n for n in file.namelist() if n.endswith(".xlsx"))
        books = [load_workbook(io.BytesIO(file.read(name))) for name in names]
    return [list(book.worksheets[0].iter_rows(values_only=True)) for book in books]


def labels_of(chart: Chart) -> list[str]:
    def say(value: float) -> str:
        if chart.form == "share":
            return numbers.percent(value, "vi", digits=1)
        return numbers.count(value, "vi")

    return [say(v) for _, values in chart.series for v in values if v is not None]


def test_a_document_draws_each_figure_with_the_numbers_of_its_rows(
    report: Report, facts: Facts
) -> None:
    figures = figures_of(report)
    assert [figure.chart.form for figure in figures] == ["share", "share", "count"]
    content = to_docx(report, WORDS)
    drawn, books = charts_in(content), books_in(content)
    assert len(drawn) == len(books) == len(figures)
    for figure, xml, book in zip(figures, drawn, books, strict=True):
        assert _LABEL.findall(xml) == labels_of(figure.chart)
        columns = list(zip(*book, strict=True))
        assert columns[0][1:] == figure.chart.named
        for (name, values), column in zip(
            figure.chart.series, columns[1:], strict=True
        ):
            assert column[0] == name
            assert column[1:] == pytest.approx(values)
    late = figures[1].chart.series[0][1]
    months = [row for row in facts.months if row["n_with_due"]]
    assert list(late) == [row["n_late_strict"] / row["n_with_due"] for row in months]


TARGET = {
    "measure": "late_strict_share",
    "indicator": "TRE_LOI_HEN_DAU",
    "direction": "down",
    "target_period": "2026",
    "planned": 5.0,
}


def test_a_target_is_a_line_over_the_columns(facts: Facts) -> None:
    report = report_of(replace(facts, targets=(TARGET,)), WORDS)
    content = to_docx(report, WORDS)
    plain, drawn = (
        charts_in(to_docx(report_of(facts, WORDS), WORDS)),
        charts_in(content),
    )
    assert [xml.count("<c:lineChart>") for xml in plain] == [0, 0, 0]
    assert [xml.count("<c:lineChart>") for xml in drawn] == [0, 1, 0]
    late = figures_of(report)[1].chart
    columns = list(zip(*books_in(content)[1], strict=True))
    assert late.target is not None
    name, values = late.target
    assert name == "Chỉ tiêu: không quá 5,0%"
    assert columns[-1] == (name, *[pytest.approx(0.05)] * len(values))
    # columns and the line have the same two axes
    of_columns, of_line = re.split("</c:barChart>", drawn[1])
    axes = [re.findall(r'<c:axId val="([^"]*)"', xml) for xml in (of_columns, of_line)]
    assert axes[0] == axes[1][:2]
    assert of_columns.count("<c:ser>") == of_line.count("<c:ser>") == 1
    kept = sum(share is not None and share <= 0.05 for share in late.series[0][1])
    said = f"Chỉ tiêu: không quá 5,0%, {kept} trong {len(values)} tháng đạt."
    assert lateness(replace(facts, targets=(TARGET,)), WORDS).sentence.endswith(said)


def test_a_month_without_a_target_has_no_line(facts: Facts) -> None:
    of_august = {**TARGET, "target_period": "2026-08"}
    chart = lateness(replace(facts, targets=(of_august,)), WORDS).picture
    assert isinstance(chart, Chart)
    assert chart.target is not None
    known = dict(zip(chart.categories, chart.target[1], strict=True))
    assert {month for month, most in known.items() if most is not None} == {"8/2026"}
    other = {**TARGET, "measure": "satisfied_share"}
    chart = lateness(replace(facts, targets=(other,)), WORDS).picture
    assert isinstance(chart, Chart)
    assert chart.target is None


def test_each_figure_has_number_title_and_what_it_rests_on(report: Report) -> None:
    document: Any = Document(io.BytesIO(to_docx(report, WORDS)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for nth, figure in enumerate(figures_of(report), start=1):
        place = texts.index(f"Hình {nth}. {figure.title}")
        assert texts[place + 1] == figure.note
        assert "c:chart" in document.paragraphs[place - 1]._p.xml


def test_the_document_names_its_charts_and_their_workbooks(report: Report) -> None:
    """A chart whose workbook is not found cannot be opened for its numbers."""
    content = to_docx(report, WORDS)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for n in range(1, len(figures_of(report)) + 1):
            xml = file.read(f"word/charts/chart{n}.xml").decode()
            named = re.search(r'<c:externalData[^>]* r:id="([^"]*)"', xml)
            assert named
            relations = file.read(f"word/charts/_rels/chart{n}.xml.rels").decode()
            assert re.search(
                rf'Target="\.\./embeddings/chart{n}\.xlsx"[^>]*Id="{named[1]}"'
                rf'|Id="{named[1]}"[^>]*Target="\.\./embeddings/chart{n}\.xlsx"',
                relations,
            )


def test_few_columns_are_no_wall_of_colour(report: Report) -> None:
    """The fewer groups, the more room between them."""
    charts = charts_in(to_docx(report, WORDS))
    gaps = {}
    for chart, figure in zip(charts, figures_of(report), strict=True):
        [gap] = re.findall(r'<c:gapWidth val="(\d+)"', chart)
        gaps[len(figure.chart.categories)] = int(gap)
    assert gaps == {3: 120, 6: 60}


def test_what_is_hidden_is_not_drawn(facts: Facts) -> None:
    hidden = tuple(
        row | {"n_upheld": None} if row["month"] == date(2026, 8, 1) else row
        for row in facts.months
    )
    changed = report_of(replace(facts, months=hidden), WORDS)
    chart = figures_of(changed)[2].chart
    assert chart.series[1][1][1] is None
    content = to_docx(changed, WORDS)
    assert len(_LABEL.findall(charts_in(content)[2])) == 5
    assert books_in(content)[2][2][2] is None


def test_nothing_known_is_no_figure(facts: Facts) -> None:
    empty = replace(facts, changes=(), waves=None, months=())
    report = report_of(empty, WORDS)
    assert figures_of(report) == []
    assert charts_in(to_docx(report, WORDS)) == []
    assert charts_in(to_page(report, WORDS)) == []


def test_months_without_any_petition_are_said_and_not_drawn(facts: Facts) -> None:
    none = {"n_petitions": 0, "n_upheld": 0}
    quiet = replace(facts, months=tuple(row | none for row in facts.months))
    report = report_of(quiet, WORDS)
    assert [figure.chart.form for figure in figures_of(report)] == ["share", "share"]
    assert len(charts_in(to_page(report, WORDS))) == 2


def test_the_same_report_is_the_same_bytes(report: Report) -> None:
    for write in (to_docx, to_page):
        assert write(report, WORDS) == write(report, WORDS)


def test_a_workbook_has_the_tables_of_the_figures_and_no_more(report: Report) -> None:
    book = load_workbook(io.BytesIO(to_xlsx(report, WORDS)))
    assert len(book.sheetnames) == 1 + len(sheets_of(report))


def test_one_page_says_what_the_slides_say(report: Report) -> None:
    content = to_page(report, WORDS)
    document: Any = Document(io.BytesIO(content))
    page = document.sections[0]
    size = (page.page_width.mm, page.page_height.mm)
    assert size == pytest.approx((210, 297), abs=0.1)
    assert 30 <= round(page.left_margin.mm, 1) <= 35
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert any(p.text.startswith("Kính gửi: ") for p in document.paragraphs)
    assert any("Như trên" in cell for cell in cells)
    starts = [cell.split("\n")[0].rstrip("…") for cell in cells if cell]
    slides = {slide.kind: slide for slide in report.slides}
    assert len({"where", "items"} & slides.keys()) == 1
    for kind in set(KINDS) & slides.keys():
        sentence = slides[kind].sentence
        assert any(sentence.startswith(one) for one in starts)
    verdict = slides["verdict"]
    assert f"{verdict.sentence}\n{verdict.second}" in cells
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in cells[1]
    assert "MÔ PHỎNG" in page.footer.paragraphs[0].text
    drawn = [slides[kind].picture for kind in CHARTS]
    known = [chart for chart in drawn if isinstance(chart, Chart)]
    labels = [_LABEL.findall(xml) for xml in charts_in(content)]
    assert labels == [labels_of(chart) for chart in known]
    assert set(DECIDE) <= slides.keys()
