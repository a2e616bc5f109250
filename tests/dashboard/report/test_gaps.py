"""What no register holds is said in words: a known zero is 0, an unknown one is not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.report.document import to_docx
from dashboard.report.months import known_counts
from dashboard.report.parts import Paragraph, Report, Table
from dashboard.report.write import report_of
from dashboard.words import words_of
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.report.test_released import PERIOD, made, release, text_of
from tests.dashboard.report.test_released import at as at  # the fixture
from tests.dashboard.small.warehouse import changed, key
from warehouse.errors import ThanThienError
from warehouse.read import Reader, reader_of
from warehouse.reviews.facts import Facts, facts_of
from warehouse.reviews.registers import REGISTERS
from warehouse.reviews.seen import figures_for_report
from warehouse.settings import Settings

WORDS = words_of("vi")
OF_UNIT = f"unit_key = '{key('91001')}'"


def gaps_of(report: Report) -> str:
    parts = [part for section in report.sections for part in section.parts]
    found = [p.text for p in parts if isinstance(p, Paragraph) and p.is_gap]
    return "\n".join(found)


def change(settings: Settings, *statements: str) -> None:
    reader_of.cache_clear()
    [path] = settings.builds_dir.glob("*.duckdb")
    with changed(path) as connection:
        for statement in statements:
            connection.sql(statement)


@pytest.mark.parametrize("register", [*REGISTERS, "all"])
def test_a_unit_without_rows_of_a_register_can_submit_and_says_so(
    at: Settings, register: str
) -> None:
    names = list(REGISTERS) if register == "all" else [register]
    if register == "all":
        tables = ("agg_unit_months", "agg_unit_duties", "stat_before_after")
        change(at, *(f"delete from {table} where {OF_UNIT}" for table in tables))
    else:
        rows, columns = REGISTERS[register]
        empty = ", ".join(f"{column} = 0" for column in columns)
        change(at, f"update agg_unit_{rows} set {empty} where {OF_UNIT}")
    release(at)
    facts, review = figures_for_report(at, PEOPLE["leader"], "91001", PERIOD)
    assert review is not None
    report = report_of(facts, WORDS, review)
    for name in REGISTERS:
        said = f"Sổ {WORDS(f'report.registers.{name}')} không có dòng nào"
        assert (said in gaps_of(report)) == (name in names)
    rows_of = [r for s in report.sections for p in s.parts if isinstance(p, Table)
               for r in p.rows]  # fmt: skip
    titles = {cells[0] for cells in rows_of}
    for name in names:
        for column in REGISTERS[name][1]:
            assert WORDS(f"report.counts.{column}") not in titles
    assert "chưa nạp sổ" in text_of(made(at, "leader"))


def test_a_quiet_period_between_rows_is_a_known_zero(reader: Reader) -> None:
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q3")
    quiet = tuple({**row, "n_petitions": 0, "n_upheld": 0} for row in facts.months)
    report = report_of(replace(facts, months=quiet), WORDS)
    assert "(0); sổ có ghi ở cả trước và sau" in gaps_of(report)
    [work] = [
        p for s in report.sections for p in s.parts
        if isinstance(p, Table) and p.title.startswith("Hồ sơ và đơn thư")
    ]  # fmt: skip
    [petitions] = [r for r in work.rows if r[0] == "Đơn thư, phản ánh"]
    assert petitions[1:] == ("0", "0", "0", "0")


def test_zeros_after_the_last_row_of_a_register_are_unknown(reader: Reader) -> None:
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q3")
    spans = tuple(
        {**one, "last_month": facts.months[1]["month"]}
        if one["register"] == "petitions"
        else one
        for one in facts.spans or ()
    )
    shorter = replace(facts, spans=spans)
    assert len(known_counts(shorter, "n_petitions")) == 2
    assert len(known_counts(shorter, "n_received")) == 3
    report = report_of(shorter, WORDS)
    [petitions] = [
        r for s in report.sections for p in s.parts if isinstance(p, Table)
        for r in p.rows if r[0] == "Đơn thư, phản ánh"
    ]  # fmt: skip
    assert petitions[3] == "—"
    counts = [row["n_petitions"] for row in facts.months[:2]]
    assert petitions[4] == WORDS("report.hidden") or petitions[4] == str(sum(counts))


def test_figures_frozen_without_spans_are_printed_as_before(reader: Reader) -> None:
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    old = replace(facts, spans=None)
    assert not gaps_of(report_of(old, WORDS))
    assert to_docx(report_of(old, WORDS), WORDS) == to_docx(
        report_of(facts, WORDS), WORDS
    )


def test_no_ballots_of_a_unit_are_told_and_no_empty_table(reader: Reader) -> None:
    facts: Facts = facts_of(reader, PEOPLE["leader"], "91001", "2026-Q4")
    report = report_of(replace(facts, changes=()), WORDS)
    assert re.search("không có phiếu nào của Phường An Bình", gaps_of(report))
    assert all(p.rows for s in report.sections for p in s.parts if isinstance(p, Table))


def test_a_period_after_the_data_is_refused(reader: Reader) -> None:
    with pytest.raises(ThanThienError, match="the data of the build reach"):
        facts_of(reader, PEOPLE["leader"], "91001", "2026-12")
