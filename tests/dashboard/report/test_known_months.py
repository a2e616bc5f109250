"""A sum of fewer months than the period has names them: unknown is no zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.report.months import known_months
from dashboard.report.parts import Table
from dashboard.report.sections import report_of
from dashboard.report.slides import slides_of
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.report.conftest import WORDS
from warehouse.read import Reader
from warehouse.reviews.facts import Facts, facts_of
from warehouse.reviews.registers import REGISTERS

FIRST = {
    "letters": "Thư đã gửi (sổ có số: 9–10/2026):",
    "meetings": "tại các buổi gặp (sổ có số: 9–10/2026),",
    "complaints": "đơn thư, phản ánh (sổ có số: 9–10/2026),",
    "lateness": "có hạn trả xong (sổ có số: 9–10/2026) trễ",
}


def of_year(reader: Reader, first: date) -> Facts:
    """A year of which every register speaks from a month to October."""
    facts = facts_of(reader, PEOPLE["leader"], "91001", "2026")
    of = {"first_month": first, "last_month": date(2026, 10, 1)}
    days = [date(2026, month, 1) for month in range(1, 11)]
    months, duties = (
        tuple({**rows[-1], "month": day} for day in days)
        for rows in (facts.months, facts.duties)
    )
    spans = tuple({"register": name, **of} for name in REGISTERS)
    return replace(facts, months=months, duties=duties, spans=spans)


@pytest.fixture(scope="module")
def part(reader: Reader) -> Facts:
    return of_year(reader, date(2026, 9, 1))


@pytest.fixture(scope="module")
def whole(reader: Reader) -> Facts:
    return of_year(reader, date(2026, 1, 1))


@pytest.mark.parametrize("kind", FIRST)
def test_a_sentence_on_a_part_of_the_period_names_the_months(
    part: Facts, whole: Facts, kind: str
) -> None:
    said = {slide.kind: slide.sentence for slide in slides_of(part, WORDS, None)}
    assert FIRST[kind] in said[kind]
    assert "trong kỳ" not in said[kind].partition("Dân nêu")[2] or kind != "meetings"
    of_all = {slide.kind: slide.sentence for slide in slides_of(whole, WORDS, None)}
    assert "sổ có số" not in of_all[kind]


def test_a_long_period_names_the_months_of_each_sum(part: Facts) -> None:
    tables = {
        part_.title.partition(",")[0]: part_
        for section in report_of(part, WORDS).sections
        for part_ in section.parts
        if isinstance(part_, Table)
    }
    done = tables["Buổi gặp dân và thư gửi dân theo tháng"]
    assert done.headings[1] == "Tháng có số"
    assert {row[1] for row in done.rows} == {"9–10/2026"}
    assert done.grid.formats == ("text", "text", "count")
    assert len(done.grid.rows[0]) == len(done.headings) == 3


def test_months_that_follow_each_other_are_one(part: Facts) -> None:
    column = "n_letters_apology"
    gone = tuple(r for r in part.duties if r["month"] != date(2026, 9, 1))
    rows = tuple({**r, "month": date(2026, 7, 1)} for r in gone[:1])
    spans = (
        {
            "register": "letters",
            "first_month": date(2026, 7, 1),
            "last_month": date(2026, 10, 1),
        },
    )
    apart = replace(part, duties=(*rows, gone[-1]), spans=spans)
    assert known_months(apart, column) == "7/2026, 10/2026"
