"""The report: its numbers against the rows, scope, the same bytes."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import numbers
from dashboard.report.change_table import change_table
from dashboard.report.document import to_docx
from dashboard.report.parts import Figure, Paragraph, Report, Table
from dashboard.report.sections import DONE, LED, WORK, report_of
from dashboard.report.slides_of_change import verdict
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.report.conftest import WORDS, tables_of, texts_of
from tests.dashboard.small.warehouse import AFTER, BEFORE, changed
from warehouse.errors import ScopeError, ThanThienError
from warehouse.read import Reader
from warehouse.reviews.facts import Facts, facts_of
from warehouse.reviews.required import COUNTS
from warehouse.settings import Settings


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


def test_ballots_of_fewer_people_are_told_as_such(facts: Facts) -> None:
    """Under the table of the report, and beside the slide of the verdict."""
    assert facts.waves is not None
    after = facts.waves[1]
    people = {"n_ballots": 900, "n_respondents": 870}
    rounds = tuple(
        {**row, **people} if row["wave_code"] == after else row for row in facts.rounds
    )
    several = replace(facts, rounds=rounds)
    said = "cả đợt có 900 phiếu của 870 người"
    for told, is_told in ((several, True), (facts, False)):
        note = change_table(told, WORDS).note
        assert (said in note) is is_told
        assert (said in verdict(told, WORDS).notes) is is_told


def test_the_people_of_a_wave_are_read_with_its_name(
    reader: Reader, home: Path, tmp_path: Path
) -> None:
    copied = tmp_path / "home"
    shutil.copytree(home, copied, symlinks=True)
    [path] = (copied / "builds").glob("*.duckdb")
    with changed(path) as connection:
        connection.execute("insert into agg_wave_people values (?, 900, 870)", [AFTER])
    told = facts_of(Reader(Settings(home=copied)), PEOPLE["leader"], "91001", "2026-Q4")
    found = {row["wave_code"]: row.get("n_respondents") for row in told.rounds}
    assert found[AFTER] == 870
    assert found[BEFORE] is None


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
