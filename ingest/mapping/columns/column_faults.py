"""The rules a value of a column can break, as SQL.

Each is asked twice: quickly of every row, whether it may be broken at all, and then
exactly of the few rows that may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.files.text import heading_key
from ingest.files.workbooks.marked_cells import ERRORS
from ingest.mapping.columns.date_column import DateColumn
from ingest.spec.scales import TWO_TEXTS
from ingest.spec.spec import ColumnRule
from ingest.values.cell_errors import (
    ERROR,
    FORMULA,
    is_error_sql,
    is_formula_sql,
    may_be_error_sql,
)
from ingest.values.numbers import unsure_sql
from ingest.values.sql_text import quote
from warehouse.raw.column import DECIMAL, INTEGER, LEVEL, TEXT, Column

FIRST_DAY, LAST_DAY = "1900-01-01", "2199-12-31"
"""A date outside is a typing error, not a date."""
_NOTHING = "null::varchar"


@dataclass(frozen=True)
class Case:
    """One rule a value can break.

    Attributes:
        test: SQL telling whether it does.
        code: The rule; None where the judgement says which.
        within: SQL that is true wherever `test` is, and quicker.
    """

    test: str
    code: str | None
    within: str = ""


def cases_of(
    column: Column, rule: ColumnRule, date: DateColumn | None, is_judged: bool
) -> list[Case]:
    """The rules of a column, from the most to the least specific."""
    t, x, y, v = (f"{step}_{column.name}" for step in "txyv")
    cases: list[Case] = []
    if rule.is_filled and rule.default is None:
        cases.append(Case(f"{t} is null", "required"))
    if rule.regex:
        cases.append(Case(f"{t} is not null and {x} is null", "pattern"))
    if is_judged:
        cases.append(Case(f"r_{column.name} is not null", None))
    cases += _type_cases(column, rule, date, y, v)
    if rule.is_filled:
        cases.append(Case(f"{v} is null", "required"))
    return cases


def fault_sql(column: Column, rule: ColumnRule, cases: Sequence[Case]) -> str:
    whens = " ".join(
        f"when {case.test} then {quote(case.code) if case.code else f'r_{column.name}'}"
        for case in cases
    )
    own = f"case {whens} end" if whens else _NOTHING
    cell = _cell_fault(rule, f"t_{column.name}")
    return f"coalesce({cell}, {own})" if cell else own


def suspect_sql(column: Column, rule: ColumnRule, cases: Sequence[Case]) -> str:
    of_value = value_suspect_sql(cases)
    if not _reads_cells(rule):
        return of_value
    return f"{of_value} or {may_be_error_sql(f't_{column.name}')}"


def value_suspect_sql(cases: Sequence[Case]) -> str:
    tests = dict.fromkeys(case.within or case.test for case in cases)
    return " or ".join(f"({test})" for test in tests) or "false"


def _reads_cells(rule: ColumnRule) -> bool:
    """Whether what the column says stands in cells, as they are."""
    places = {source.place for source in rule.sources}
    return bool(places & {"from", "parent"}) and not rule.is_keyed


def _cell_fault(rule: ColumnRule, text: str) -> str:
    """An error is no blank, unless the spec's `values` say what it means.

    Few texts begin like one: the others are compared but once.
    """
    if not _reads_cells(rule):
        return ""
    known = [e for e in ERRORS if rule.values and heading_key(e) in rule.values]
    listed = f" and {text} not in ({', '.join(map(quote, known))})" if known else ""
    return (
        f"case when {may_be_error_sql(text)} then case "
        f"when starts_with({text}, '{TWO_TEXTS}') then 'two_texts' "
        f"when {is_error_sql(text)}{listed} then {quote(ERROR)} "
        f"when {is_formula_sql(text)} then {quote(FORMULA)} end end"
    )


def _type_cases(
    column: Column, rule: ColumnRule, date: DateColumn | None, y: str, v: str
) -> list[Case]:
    unread = f"{y} is not null and {v} is null"
    if date:
        outside = f"{v} < date '{FIRST_DAY}' or {v} > date '{LAST_DAY}'"
        unread_for = [Case(*fault, unread) for fault in date.faults(y, unread)]
        return [*unread_for, Case(outside, "date_range")]
    if column.type in (INTEGER, DECIMAL, LEVEL):
        code = "whole_number" if column.type == INTEGER else "number"
        unsure = f"{unread} and {unsure_sql(y, rule.number)}"
        return [Case(unsure, "number_ambiguous", unread), Case(unread, code)]
    if column.words and rule.values is None:
        words = ", ".join(map(quote, column.words))
        return [Case(f"{v} not in ({words})", "word")]
    if is_code(column):
        # '1.0E+11' is what a spreadsheet leaves of a long number
        long = f"contains({v}, 'E+')"
        test = f"{long} and regexp_full_match({v}, '{_LOST}')"
        return [Case(test, "lost_digits", long)]
    return []


_LOST = r"[0-9]+([.,][0-9]+)?E\+[0-9]+"


def is_code(column: Column) -> bool:
    """Whether a column holds codes, which are figures but no numbers."""
    name = column.name
    is_named_so = name.endswith(("_code", "_id")) or name in ("step", "instrument")
    return column.type == TEXT and is_named_so
