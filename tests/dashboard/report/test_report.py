"""The report: its layout, its numbers against the rows, scope, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn

from dashboard import numbers
from dashboard.report.document import (
    CELL_EDGES_MM,
    HEAD_MM,
    TEXT_MM,
    _mm,
    _widths,
    to_docx,
)
from dashboard.report.files import made_files
from dashboard.report.parts import Figure, Grid, Paragraph, Report, Table
from dashboard.report.write import DONE, LED, WORK, report_of
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from warehouse.errors import ScopeError, ThanThienError
from warehouse.read import Reader
from warehouse.reviews.facts import Facts, facts_of, span_of
from warehouse.reviews.required import COUNTS

WORDS = words_of("vi")


@pytest.fixture(scope="module")
def facts(reader: Reader) -> Facts:
    return facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")


@pytest.fixture(scope="module")
def report(facts: Facts) -> Report:
    return report_of(facts, WORDS)


def texts_of(content: bytes) -> str:
    document: Any = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def tables_of(report: Report) -> list[Table]:
    return [p for s in report.sections for p in s.parts if isinstance(p, Table)]


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


def test_every_number_of_the_tables_is_one_of_the_rows(
    report: Report, facts: Facts
) -> None:
    """Worked out again from the rows that the page reads."""
    required, led, change, work, done = tables_of(report)
    asked = [row for row in facts.required or () if row["n_meetings_required"]]
    for row, cells in zip(asked, required.rows, strict=True):
        assert list(cells[2:]) == [numbers.count(row[n], "vi") for n in COUNTS]
    for table, rows, names in (
        (led, facts.duties, LED),
        (work, facts.months, WORK),
        (done, facts.duties, DONE),
    ):
        for name, cells in zip(names, table.rows, strict=True):
            values = [row[name] for row in rows]
            total = None if None in values else sum(values)
            shown = [
                "ẩn" if value is None else numbers.count(value, "vi")
                for value in (*values, total)
            ]
            # the one month of the period that the build speaks of
            assert list(cells[1:]) == shown
    assert len(change.rows) == len(facts.changes) > 3
    for row, cells in zip(facts.changes, change.rows, strict=True):
        assert cells[1] == numbers.count(row["n_before"], "vi")
        assert cells[2] == numbers.count(row["n_after"], "vi")
        assert cells[3] == numbers.percent(row["share_before"], "vi")
        assert cells[4] == numbers.percent(row["share_after"], "vi")
        verdict = row["verdict"] if row["state"] == "shown" else row["state"]
        assert cells[6] == WORDS(f"verdicts_short.{verdict}")


def words_in(part: Paragraph | Table | Figure) -> str:
    """All that a part says."""
    if isinstance(part, Paragraph):
        return part.text
    if isinstance(part, Figure):
        return f"{part.title} {part.note}"
    return " ".join([part.title, *part.headings, part.note, *sum(part.rows, ())])


def test_the_document_holds_no_other_number(report: Report) -> None:
    """Every figure of the file stands in a part that was checked, or in fixed words."""
    text = texts_of(to_docx(report, WORDS))
    parts = [part for section in report.sections for part in section.parts]
    known = " ".join(words_in(part) for part in parts)
    # figures are numbered as they come; their numbers are checked in test_figures.py
    figures = [part for part in parts if isinstance(part, Figure)]
    known += " ".join(f" {n}. " for n in range(1, len(figures) + 1))
    known += report.title + report.unit
    found = set(re.findall(r"\d[\d.,]*", text))
    assert found - set(re.findall(r"\d[\d.,]*", known)) == set()


@pytest.mark.parametrize(
    "verdict", ["inconclusive", "uncertain_among_many", "too_few", "not_comparable"]
)
def test_a_sentence_never_says_more_than_the_verdict(
    facts: Facts, verdict: str
) -> None:
    rows = tuple({**row, "verdict": verdict} for row in facts.changes)
    made = report_of(replace(facts, changes=rows), WORDS)
    [_, results, *_] = made.sections
    first = results.parts[0]
    assert isinstance(first, Paragraph)
    assert first.is_draft
    assert first.text.startswith(
        ("Chưa đủ căn cứ", "Có dấu hiệu, chưa chắc", "Chưa đủ phiếu", "Không so sánh")
    )


def test_a_month_without_rows_is_no_zero(reader: Reader) -> None:
    half = facts_of(reader, PEOPLE["leader"], "91001", "2026-H2")
    *_, work, done = tables_of(report_of(half, WORDS))
    assert work.headings[1:5] == ("7/2026", "8/2026", "9/2026", "10/2026")
    assert len(work.headings) == 6
    for cells in done.rows:
        assert cells[1:4] == ("—", "—", "—")
        assert cells[4] == cells[5] != "—"


def test_columns_fit_the_page_and_no_number_is_broken(reader: Reader) -> None:
    for period in ("2026", "2026-H1", "2026-Q4"):
        try:
            made = report_of(facts_of(reader, PEOPLE["leader"], "91001", period), WORDS)
        except ThanThienError:
            continue  # the small build has no registers in the first half
        for table in tables_of(made):
            first, *others = _widths(table)
            assert first >= 35
            assert first + sum(others) == pytest.approx(165)


def test_a_name_is_not_broken_while_another_column_stands_empty() -> None:
    """As of the recommendations: short codes first, then names of units."""
    rows = (("KN-051", "Phường Hưng Lợi", "17/02/2026"),)
    headings = ("Mã", "Đơn vị", "Hạn trả lời")
    grid = Grid("", headings, ("text",) * 3, rows)
    code, unit, day = _widths(Table("", headings, rows, "", grid))
    assert code + unit + day == pytest.approx(165)
    # 15 letters of 11 points, bold, and the edges of a cell
    assert unit >= 15 * 2.15
    assert unit > code > 35


@pytest.mark.parametrize("n_columns", [2, 6])
def test_a_long_word_leaves_every_column_room(n_columns: int) -> None:
    """As of an address pasted as the owner of a solution."""
    headings = ("Đơn vị", *("Ai" for _ in range(n_columns - 1)))
    rows = (("Xã Hoà Bình", *("x" * 100 for _ in range(n_columns - 1))),)
    grid = Grid("", headings, ("text",) * n_columns, rows)
    first, *others = _widths(Table("", headings, rows, "", grid))
    assert first >= 35 - 1e-9
    assert min(others) > 5
    assert first + sum(others) == pytest.approx(165)


def test_an_interval_stays_on_one_line_where_it_may() -> None:
    share = "90,4% [83,5%;\u00a094,5%]"
    rows = (("Xã Hoà Bình", share, "113"),)
    headings = ("Đơn vị", "Hài lòng, khoảng 95%", "Số phiếu")
    grid = Grid("", headings, ("text",) * 3, rows)
    _, width, _ = _widths(Table("", headings, rows, "", grid))
    assert width >= 20 * 1.95 + 3.8


def test_factors_and_questions_have_names(report: Report, facts: Facts) -> None:
    [change] = [t for t in tables_of(report) if "trước và sau" in t.title]
    codes = {row["item_code"] for row in facts.changes}
    assert {cells[0] for cells in change.rows} & codes == set()


def test_hidden_rows_stay_hidden(facts: Facts) -> None:
    hidden = {
        name: None
        for name in facts.changes[0]
        if name.startswith(("n_", "share_", "mean_"))
    }
    rows = tuple({**r, **hidden, "state": "suppressed"} for r in facts.changes)
    made = report_of(replace(facts, changes=rows), WORDS)
    [change] = [t for t in tables_of(made) if "trước và sau" in t.title]
    for cells in change.rows:
        assert not re.search(r"\d", " ".join(cells[1:]))


def test_the_same_report_is_the_same_bytes(reader: Reader, report: Report) -> None:
    again = report_of(
        facts_of(Reader(reader._settings), PEOPLE["leader"], "91001", "2026-Q4"), WORDS
    )
    content = to_docx(report, WORDS)
    assert to_docx(again, WORDS) == content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {i.date_time[0] for i in packed.infolist()} == {2020}


def test_a_report_is_of_units_the_account_covers(reader: Reader) -> None:
    with pytest.raises(ThanThienError, match="covers"):
        facts_of(reader, PEOPLE["leader"], "91002", "2026-Q4")
    with pytest.raises(ThanThienError, match="covers"):
        facts_of(reader, PEOPLE["committee"], "99999", "2026-Q4")
    for role in ("steward", "officer"):
        with pytest.raises((ScopeError, ThanThienError)):
            facts_of(reader, PEOPLE[role], "91003", "2026-Q4")


def test_a_period_before_the_unit_stops_the_report(reader: Reader) -> None:
    with pytest.raises(ThanThienError, match="the data of the build reach"):
        facts_of(reader, PEOPLE["leader"], "91001", "2019")


def test_waves_after_the_period_are_not_shown(facts: Facts, reader: Reader) -> None:
    assert facts.waves is not None
    made = report_of(replace(facts, waves=None, changes=()), WORDS)
    first = made.sections[1].parts[0]
    assert isinstance(first, Paragraph)
    assert "chưa đủ căn cứ" in first.text


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("2026-H2", date(2026, 7, 1), date(2027, 1, 1)),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_spans(period: str, first: date, last: date) -> None:
    assert span_of(period) == (first, last)


@pytest.mark.parametrize("period", ["", "26", "2026-Q5", "2026-13", "2026-H0", "x"])
def test_no_period(period: str) -> None:
    with pytest.raises(ThanThienError, match="a year, half-year"):
        span_of(period)
