"""The layout of a report: what the decree asks of its elements."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn

from dashboard.report.document import (
    CELL_EDGES_MM,
    HEAD_MM,
    TEXT_MM,
    _mm,
    to_docx,
)
from dashboard.report.files import made_files
from dashboard.report.parts import Report
from dashboard.report.sections import report_of
from tests.dashboard.report.conftest import WORDS, texts_of
from warehouse.reviews.facts import Facts


def test_layout_of_the_decree(report: Report) -> None:
    document: Any = Document(io.BytesIO(to_docx(report, WORDS)))
    page = document.sections[0]
    size = (page.page_width.mm, page.page_height.mm)
    assert size == pytest.approx((210, 297), abs=0.1)
    assert 20 <= round(page.top_margin.mm, 1) <= 25
    assert 20 <= round(page.bottom_margin.mm, 1) <= 25
    assert 30 <= round(page.left_margin.mm, 1) <= 35
    assert 15 <= round(page.right_margin.mm, 1) <= 20
    style = document.styles["Normal"]
    assert style.font.name == "Times New Roman"
    assert style.font.size.pt == 14
    assert page.different_first_page_header_footer
    assert "PAGE" in page.header.paragraphs[0]._p.xml
    assert "PAGE" not in page.first_page_header._element.xml
    assert "MÔ PHỎNG" in page.footer.paragraphs[0].text
    text = texts_of(to_docx(report, WORDS))
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "/BC-UBND", "Nơi nhận:"):
        assert line in text
    titles = [section.title for section in report.sections]
    starts = ["I.", "II.", "III.", "IV.", "V."]
    assert [title.split()[0] for title in titles[:5]] == starts
    assert all(title in text for title in titles)


def test_names_lines_and_appendix_stand_as_the_decree_asks(report: Report) -> None:
    """Names of a committee are bold, ruled below and never underlined."""
    document: Any = Document(io.BytesIO(to_docx(report, WORDS)))
    [names, numbers] = document.tables[0].rows
    authority, unit, rule = names.cells[0].paragraphs
    assert [p.runs[0].bold for p in (authority, unit)] == [True, True]
    assert {p.runs[0].font.size.pt for p in (authority, unit)} == {12}
    ruled = [rule, names.cells[1].paragraphs[2], document.paragraphs[2]]
    for paragraph in ruled:
        assert paragraph.text == ""
        assert "w:pBdr" in paragraph._p.xml
    assert not any(run.underline for p in document.paragraphs for run in p.runs)
    assert "/BC-UBND" in numbers.cells[0].text
    assert "ngày" in numbers.cells[1].text
    texts = [p.text for p in document.paragraphs]
    place = texts.index("Phụ lục")
    assert texts[place + 1] == report.sections[-1].title
    assert texts[place + 2].startswith("(Kèm theo Báo cáo số")
    recipients, *others = document.tables[-1].rows[0].cells[0].paragraphs
    assert recipients.runs[0].font.size.pt == 12
    assert {p.runs[0].font.size.pt for p in others} == {11}


def test_each_element_is_as_large_as_the_decree_asks(report: Report) -> None:
    document: Any = Document(io.BytesIO(to_docx(report, WORDS)))
    left, right = (row.cells for row in document.tables[0].rows)
    nation, motto, _ = left[1].paragraphs
    kind, title, _, addressee, *_ = document.paragraphs
    signer = document.tables[-1].rows[0].cells[1].paragraphs[0]
    appendix = [p.text for p in document.paragraphs].index("Phụ lục")
    head, name, belongs_to = document.paragraphs[appendix : appendix + 3]
    for paragraph, least, most, is_bold, is_italic in (
        (nation, 12, 13, True, False),
        (motto, 13, 14, True, False),
        (right[0].paragraphs[0], 13, 13, False, False),
        (right[1].paragraphs[0], 13, 14, False, True),
        (kind, 13, 14, True, False),
        (title, 13, 14, True, False),
        (addressee, 13, 14, False, False),
        (signer, 13, 14, True, False),
        (head, 14, 14, True, False),
        (name, 13, 14, True, False),
        (belongs_to, 13, 14, False, True),
    ):
        for run in paragraph.runs:
            assert least <= run.font.size.pt <= most, paragraph.text
            assert (bool(run.bold), bool(run.italic)) == (is_bold, is_italic)
            assert run.font.color.rgb is None
        assert paragraph.alignment == ALIGN.CENTER
    for capitals in (nation, kind, signer, name):
        assert capitals.text == capitals.text.upper()
    assert addressee.text.startswith("Kính gửi: Ban Chỉ đạo")
    justified = [p for p in document.paragraphs if p.alignment == ALIGN.JUSTIFY]
    assert justified
    for paragraph in justified:
        assert round(paragraph.paragraph_format.first_line_indent.mm, 1) == 10
        assert paragraph.paragraph_format.space_after is None
    layout = document.styles["Normal"].paragraph_format
    assert layout.space_after.pt >= 6
    assert layout.line_spacing in (None, 1.0)


def test_lines_below_are_a_third_to_half_as_long(report: Report) -> None:
    document: Any = Document(io.BytesIO(to_docx(report, WORDS)))
    cell = document.tables[0].rows[0].cells[0]
    name, rule = cell.paragraphs[1:]
    for ruled, room_mm, above_mm in (
        (rule, HEAD_MM[0], _mm(name.text) * 12 / 11),
        (document.paragraphs[2], TEXT_MM, TEXT_MM),
    ):
        edges = ruled.paragraph_format
        beside_mm = edges.left_indent.mm + edges.right_indent.mm
        length_mm = room_mm - CELL_EDGES_MM - beside_mm
        assert 1 / 3 <= length_mm / above_mm <= 1 / 2, ruled.text


def test_the_text_names_its_appendix_which_counts_its_own_pages(
    report: Report,
) -> None:
    document: Any = Document(io.BytesIO(to_docx(report, WORDS)))
    texts = [p.text for p in document.paragraphs]
    named = next(n for n, text in enumerate(texts) if "ở Phụ lục kèm theo" in text)
    assert named < texts.index("Phụ lục")
    body, appendix = document.sections
    assert body._sectPr.find(qn("w:pgNumType")) is None
    counted = appendix._sectPr.find(qn("w:pgNumType"))
    assert counted.get(qn("w:start")) == "1"
    assert appendix.different_first_page_header_footer
    assert appendix.header.is_linked_to_previous
    assert (appendix.left_margin, appendix.page_width) == (
        body.left_margin,
        body.page_width,
    )


def test_who_signs_stands_with_the_last_words(report: Report) -> None:
    document: Any = Document(io.BytesIO(to_docx(report, WORDS)))
    last = document.tables[-1]._tbl.getprevious()
    assert last.findall(f".//{qn('w:keepNext')}")


def test_a_province_names_itself_whom_it_reports_to(facts: Facts) -> None:
    for level, whom in (("commune", "Ban Chỉ đạo"), ("province", "…")):
        made = report_of(
            replace(facts, unit={**facts.unit, "unit_level": level}), WORDS
        )
        assert f"Kính gửi: {whom}" in texts_of(to_docx(made, WORDS))


def test_a_centre_reports_in_its_own_name(facts: Facts) -> None:
    centre = replace(facts, unit={**facts.unit, "unit_level": "centre"})
    [(_, content)] = made_files(centre, None, ("docx",))
    document: Any = Document(io.BytesIO(content))
    authority, unit, _ = document.tables[0].rows[0].cells[0].paragraphs
    assert not authority.runs[0].bold
    assert unit.runs[0].bold
    text = texts_of(content)
    assert "GIÁM ĐỐC" in text
    assert "TM. ỦY BAN NHÂN DÂN" not in text
