"""One day has one edition of each rule, whatever days the rows say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.rules.in_force import Origin, Rule, in_force
from warehouse.rules.rule_file import LAST_DAY, RuleRow
from warehouse.rules.tables import TABLES

LIMIT = TABLES["thresholds"]
LAW = TABLES["petition_deadlines"]
SETS = TABLES["criteria"]


def row(begins: date, ends: date | None = None, value: float = 0.5) -> RuleRow:
    return RuleRow("f.csv", 2, {"threshold": "t", "value": value}, begins, ends)


def on(rules: list[Rule], day: date) -> list[tuple[object, Origin]]:
    return [
        (rule.values.get("value", rule.values.get("criterion_code")), rule.origin)
        for rule in rules
        if rule.first_day <= day <= rule.last_day
    ]


def test_a_second_row_takes_over_without_the_first_being_ended() -> None:
    rules = in_force(LIMIT, [row(date(2020, 1, 1)), row(date(2026, 1, 1), value=9)], [])
    assert on(rules, date(2025, 12, 31)) == [(0.5, "shipped")]
    assert on(rules, date(2026, 1, 1)) == [(9, "shipped")]
    assert [rule.valid_to for rule in rules] == [date(2025, 12, 31), None]


@pytest.mark.parametrize("ends", [date(2025, 12, 31), date(2026, 1, 1)])
def test_a_row_ended_on_the_day_before_or_on_the_day_itself(ends: date) -> None:
    first, second = row(date(2020, 1, 1), ends), row(date(2026, 1, 1), value=9)
    rules = in_force(LIMIT, [second, first], [])
    assert on(rules, date(2025, 12, 31)) == [(0.5, "shipped")]
    assert on(rules, date(2026, 1, 1)) == [(9, "shipped")]


def test_a_day_before_the_first_row_goes_by_it_but_not_by_a_law() -> None:
    day = date(1999, 1, 1)
    assert on(in_force(LIMIT, [row(date(2020, 1, 1))], []), day) == [(0.5, "shipped")]
    law = RuleRow("f.csv", 2, {"kind": "complaint"}, date(2012, 7, 1), None)
    assert on(in_force(LAW, [law], []), day) == []


def test_the_provinces_edition_holds_for_its_days_and_the_shipped_one_around() -> None:
    own = row(date(2026, 1, 1), date(2026, 6, 30), value=7)
    rules = in_force(LIMIT, [row(date(2020, 1, 1))], [own])
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    found = [on(rules, day) for day in days]
    shipped, ours = [(0.5, "shipped")], [(7, "own")]
    assert found == [shipped, ours, ours, shipped]


def test_a_set_is_replaced_whole() -> None:
    def criterion(code: str, begins: date) -> RuleRow:
        values = {"criteria_set": "friendly", "criterion_code": code}
        return RuleRow("f.csv", 2, dict(values), begins, None)

    shipped = [criterion(code, date(2023, 3, 20)) for code in ("listen", "thank")]
    own = [criterion(code, date(2026, 1, 1)) for code in ("greet", "thank")]
    rules = in_force(SETS, shipped, own)
    before = on(rules, date(2025, 12, 31))
    after = on(rules, date(2026, 1, 1))
    assert [code for code, _ in before] == ["listen", "thank"]
    assert after == [("greet", "own"), ("thank", "own")]


BASE = date(2020, 1, 1)
ROWS = st.dictionaries(st.integers(0, 40), st.none() | st.integers(0, 40), max_size=5)


def rows(days: dict[int, int | None]) -> list[RuleRow]:
    return [
        row(
            BASE + timedelta(begins),
            None if length is None else BASE + timedelta(begins + length),
            value=float(begins),
        )
        for begins, length in days.items()
    ]


@given(ROWS, ROWS)
def test_no_day_has_two_editions_and_own_comes_first(
    shipped: dict[int, int | None], own: dict[int, int | None]
) -> None:
    ours, theirs = rows(own), rows(shipped)
    rules = in_force(LAW, theirs_as_law(theirs), theirs_as_law(ours))
    for day in (BASE + timedelta(n) for n in range(-1, 90)):
        found = [r for r in rules if r.first_day <= day <= r.last_day]
        mine = [r for r in ours if r.valid_from <= day <= (r.valid_to or LAST_DAY)]
        known = [r for r in theirs if r.valid_from <= day <= (r.valid_to or LAST_DAY)]
        wanted = max(mine or known, key=lambda r: r.valid_from, default=None)
        values = [rule.values["value"] for rule in found]
        assert values == ([] if wanted is None else [wanted.values["value"]])


def theirs_as_law(some: list[RuleRow]) -> list[RuleRow]:
    """The same rows of a table whose rules do not reach back."""
    return [
        RuleRow(
            r.file_name, r.line, {**r.values, "kind": "x"}, r.valid_from, r.valid_to
        )
        for r in some
    ]
