"""Which rows a spec reads: by words, patterns, numbers and days."""

from __future__ import annotations

import pytest

from tests.ingest.conftest import Desk
from warehouse.errors import SpecError

SPEC = """
kinds:
  - kind: target
    where: {heading: X, TEST}
    columns:
      unit_code: {from: Mã}
      indicator: {constant: i}
      period: {constant: "2026"}
"""


@pytest.mark.parametrize(
    ("test", "read"),
    [
        ("at_least: 5", ["c", "d"]),
        ("at_least: 5, at_most: 7.5", ["c"]),
        ("matches: '^[0-9]+$'", ["a", "d"]),
        ("not_in: ['12'], matches: '[0-9]'", ["a", "c", "e", "f"]),
        ('at_least: "2026-03-01", dates: [dd/MM/yyyy]', ["e", "f"]),
        ('at_most: "2026-11-04", dates: [dd/MM/yyyy]', ["e"]),
        ("in: [Z], required: false", []),
    ],
)
def test_rows_are_chosen(desk: Desk, test: str, read: list[str]) -> None:
    rows = 'a,4\nb,\nc,"7,5"\nd,12\ne,03/11/2026\nf,2026-11-05\n'
    desk.load(SPEC.replace("TEST", test), "Mã,X\n" + rows)
    found = desk.raw("select unit_code from raw.target order by 1")
    assert [code for (code,) in found] == read


def test_a_heading_that_may_be_absent(desk: Desk) -> None:
    spec = SPEC.replace("TEST", "not_in: [Z], required: false")
    desk.load(spec, "Mã\na\n")
    assert desk.counts() == [("target", 1, 1, 0, 0)]


@pytest.mark.parametrize("test", ["at_least: năm", 'at_least: "5", dates: [iso]'])
def test_a_limit_is_a_number_or_a_day(desk: Desk, test: str) -> None:
    with pytest.raises(SpecError, match="a number, or with"):
        desk.load(SPEC.replace("TEST", test), "Mã,X\n")


def test_empty_fields_at_the_end_of_a_line_are_no_matter(desk: Desk) -> None:
    spec = SPEC.replace("    where: {heading: X, TEST}\n", "")
    desk.load("ignore: [X]" + spec, "Mã,X\na,1,,\nb,2\nc,3,\n")
    assert desk.counts() == [("target", 3, 3, 0, 0)]
    result = desk.load("ignore: [X]" + spec, "Mã,X\na,1,,9\n", "hai.csv")
    assert result.status == "refused"
