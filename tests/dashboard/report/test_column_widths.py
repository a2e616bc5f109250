"""Columns of a report's tables: as wide as what stands in them, within the page."""

from __future__ import annotations

import pytest

from dashboard.report.document import _widths
from dashboard.report.parts import Grid, Table
from dashboard.report.sections import report_of
from tests.dashboard.conftest import PEOPLE
from tests.dashboard.report.conftest import WORDS, tables_of
from warehouse.errors import ThanThienError
from warehouse.read import Reader
from warehouse.reviews.facts import facts_of


def test_columns_fit_the_page_and_no_number_is_broken(reader: Reader) -> None:
    n_tables = 0
    for period in ("2026", "2026-H1", "2026-Q4"):
        try:
            made = report_of(facts_of(reader, PEOPLE["leader"], "91001", period), WORDS)
        except ThanThienError:
            continue  # the small build has no registers in the first half
        for table in tables_of(made):
            first, *others = _widths(table)
            assert first >= 35
            assert first + sum(others) == pytest.approx(165)
            n_tables += 1
    assert n_tables > 10


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
