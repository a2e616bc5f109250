"""The workbook: every number is a frozen figure, and nothing hidden is one."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dashboard.report.change_table import NUMBERS_OF_CHANGE
from dashboard.report.parts import Table
from dashboard.report.sections import DONE, LED, WORK, report_of
from dashboard.report.solutions import solutions_of
from dashboard.report.workbook import to_xlsx
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from tests.warehouse.reviews.walks import take_over_examples
from warehouse.read import Reader
from warehouse.reviews.breakdowns import COUNTED
from warehouse.reviews.changed import changes_since
from warehouse.reviews.facts import Facts, facts_of
from warehouse.reviews.frozen import freeze, thaw
from warehouse.reviews.scores import scorecard_of, scores_of
from warehouse.reviews.text import ReviewText, Solution
from warehouse.settings import Settings

WORDS = words_of("vi")


@pytest.fixture(scope="module")
def facts(reader: Reader) -> Facts:
    """The whole province: units below, groups, every table."""
    whole = facts_of(reader, PEOPLE["committee"], "91", "2026-Q4")
    # the small build has no registers of meetings and letters of the province
    part = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    return replace(whole, duties=part.duties, spans=part.spans)


def opened(facts: Facts) -> Any:
    return load_workbook(io.BytesIO(to_xlsx(report_of(facts, WORDS), WORDS)))


def rows_below(sheet: Any) -> list[list[Any]]:
    head = int(sheet.freeze_panes[1:])
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head)]


def test_every_number_is_one_of_the_figures(facts: Facts) -> None:
    book = opened(facts)
    for name, rows, columns in (
        ("led", facts.duties, LED),
        ("work", facts.months, WORK),
        ("done", facts.duties, DONE),
    ):
        found = rows_below(book[WORDS(f"report.sheets.{name}")])
        for cells, column in zip(found, columns, strict=True):
            values = [row[column] for row in rows]
            total = "ẩn" if None in values else sum(values)
            shown = ["ẩn" if value is None else value for value in values]
            assert cells[1:] == [*shown, total]
    for name, rows in (
        ("change", facts.changes), ("units", facts.below), ("groups", facts.groups),
    ):  # fmt: skip
        found = rows_below(book[WORDS(f"report.sheets.{name}")])
        assert len(found) == len(rows) > 0
        for cells, row in zip(found, rows, strict=True):
            for at, (_, column) in enumerate(NUMBERS_OF_CHANGE.values(), start=1):
                value = row[column]
                assert cells[at] == ("—" if value is None else pytest.approx(value))
    for cells, row in zip(
        rows_below(book[WORDS("report.sheets.units")]), facts.below, strict=True
    ):
        assert cells[0] == row["unit_name"]
        at = len(NUMBERS_OF_CHANGE) + 2
        for whole, part in COUNTED.values():
            of, n = row[whole], row[part]
            if of == 0:
                assert cells[at : at + 3] == ["—"] * 3
            elif of is None or n is None:
                assert cells[at] == "ẩn"
            else:
                assert cells[at : at + 3] == [pytest.approx(n / of), n, of]
            at += 3


def test_a_hidden_figure_is_no_number(facts: Facts) -> None:
    hidden = {n: None for n in facts.changes[0] if n.startswith(("n_", "share_"))}
    rows = tuple({**r, **hidden, "state": "suppressed"} for r in facts.changes)
    months = tuple({**row, "n_upheld": None} for row in facts.months)
    below = tuple(
        {**row, **dict.fromkeys([k for k in row if k.startswith(("n_", "share_"))]),
         "state": "suppressed"}
        for row in facts.below
    )  # fmt: skip
    book = opened(replace(facts, changes=rows, months=months, below=below, groups=()))
    for name in ("change", "units"):
        for cells in rows_below(book[WORDS(f"report.sheets.{name}")]):
            assert all(isinstance(cell, str) for cell in cells)
    work = rows_below(book[WORDS("report.sheets.work")])
    assert work[-1][1:] == ["ẩn"] * (len(work[-1]) - 1)


def test_each_sheet_says_what_it_is_and_stays_in_sight(facts: Facts) -> None:
    report = report_of(facts, WORDS)
    book = opened(facts)
    tables = [p for s in report.sections for p in s.parts if isinstance(p, Table)]
    assert len(book.sheetnames) == 1 + len(tables) + 2
    for sheet in book.worksheets[1:]:
        head = int(sheet.freeze_panes[1:]) - 1
        above = [sheet.cell(row, 1).value for row in range(1, head)]
        assert "Số liệu trong báo cáo tính đến ngày" in above[2]
        assert above[3].startswith("DỮ LIỆU MÔ PHỎNG")
        assert sheet.print_title_rows == f"${head}:${head}"
        formats = {c.number_format for row in sheet.iter_rows(min_row=head + 1)
                   for c in row if not isinstance(c.value, str)}  # fmt: skip
        assert formats <= {"#,##0", "0.0%", "+0.0%;-0.0%;0.0%"}
    text = " ".join(str(row[0].value) for row in book.worksheets[0].iter_rows())
    assert report.title in text
    assert "MÔ PHỎNG" in text


def test_words_of_people_are_never_run(facts: Facts) -> None:
    report = report_of(facts, WORDS)
    evil = Solution('=HYPERLINK("x")', "@SUM(1)", date(2026, 12, 1))
    parts = solutions_of(WORDS, ReviewText({}, (evil,)))
    sections = tuple(
        replace(s, parts=parts) if s.title.startswith("IV.") else s
        for s in report.sections
    )
    book = load_workbook(io.BytesIO(to_xlsx(replace(report, sections=sections), WORDS)))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f"]
    assert any("HYPERLINK" in str(c.value) for c in cells)


def test_the_same_report_is_the_same_bytes(facts: Facts) -> None:
    first = to_xlsx(report_of(facts, WORDS), WORDS)
    time.sleep(1.1)
    assert to_xlsx(report_of(facts, WORDS), WORDS) == first


def test_scores_are_on_a_sheet_of_their_own(facts: Facts, tmp_path: Path) -> None:
    """Points as numbers, what is hidden or not known as words, and no rank."""
    name = WORDS("report.sheets.scorecard")
    assert name not in opened(facts).sheetnames
    settings = Settings(home=tmp_path)
    take_over_examples(settings)
    below = ({**facts.below[0], "n_with_due": None}, *facts.below[1:])
    scored = replace(facts, below=below, scorecard=scorecard_of(settings, facts.period))
    scores = scores_of(below, scored.scorecard, "example")
    found = rows_below(opened(scored)[name])
    assert [cells[0] for cells in found] == [score.unit for score in scores]
    for cells, score in zip(found, scores, strict=True):
        for at, part in enumerate(score.parts):
            first = 6 + 5 * at
            shown = (part.points, part.low, part.high, part.share, part.n)
            gone = "ẩn" if part.is_hidden else "—"
            assert cells[first : first + 5] == [
                gone if v is None else pytest.approx(v) for v in shown
            ]
    assert found[0][1:6] == ["—", "không tính được", *["—"] * 3]
    assert found[0][11] == "ẩn"
    # frozen with a review, so that later rules change nothing of it
    digest, text = freeze(scored)
    assert thaw(text) == scored
    assert freeze(thaw(text)) == (digest, text)
    now = replace(scored, scorecard=tuple(
        {**row, "weight": 31.0} if row.get("criterion") == "satisfaction" else row
        for row in scored.scorecard
    ))  # fmt: skip
    [change] = changes_since(scored, now)
    assert (change.table, change.row, change.figure, change.old, change.new) == (
        "scorecard", ("example", "satisfaction", ""), "weight", 30.0, 31.0,
    )  # fmt: skip


def test_a_target_set_anew_is_among_the_changes(facts: Facts) -> None:
    target = {
        "measure": "late_strict_share",
        "indicator": "TRE_LOI_HEN_DAU",
        "direction": "down",
        "target_period": "2026",
        "planned": 5.0,
    }
    frozen = replace(facts, targets=(target,))
    digest, text = freeze(frozen)
    assert thaw(text) == frozen
    assert freeze(thaw(text)) == (digest, text)
    now = replace(facts, targets=({**target, "planned": 7.5},))
    [change] = changes_since(frozen, now)
    key = ("late_strict_share", "TRE_LOI_HEN_DAU", "2026")
    assert (change.table, change.row) == ("targets", key)
    assert (change.figure, change.old, change.new) == ("planned", 5.0, 7.5)
    # figures frozen before targets were say nothing of them
    assert changes_since(replace(frozen, targets=None), now) == []
