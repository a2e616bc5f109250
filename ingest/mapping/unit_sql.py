"""A unit's text with what helps to look it up: the parent, and the day it is of."""

from __future__ import annotations

from dataclasses import replace

from ingest.mapping.columns.column_sql import ColumnSql, Facts, kept_text, source_text
from ingest.mapping.unit_lists import PART
from ingest.mapping.unit_names import is_surely_code_sql
from ingest.spec.layout import Layout
from ingest.spec.spec import ColumnRule, KindRule, Source
from ingest.values.dates import date_sql
from ingest.values.periods import period_end_sql
from ingest.values.sql_text import quote
from warehouse.raw.kinds import DAILY_KINDS


def named_or_kept(
    column: ColumnSql, rule: KindRule, layout: Layout, parent: Layout, facts: Facts
) -> ColumnSql:
    """The column with codes as they stand, and names looked up as of the day.

    Codes come by the million and are not asked about, nor is their day.
    """
    name = column.column.name
    texts = [(kept_text(day, layout, parent, facts), day) for day in _own_days(rule)]
    days = [_day_sql(f"d{i}_{name}", day, facts) for i, (_, day) in enumerate(texts)]
    day = f"coalesce({', '.join(days)}, '')" if days else "''"
    named = f"concat(x_{name}, {quote(PART)}, '', {quote(PART)}, {day})"
    is_code = is_surely_code_sql(f"x_{name}")
    return replace(
        column,
        # NULL is joined with nothing, and nothing is learned of it
        judged_text=f"case when not {is_code} then {named} end",
        kept_as_is=is_code,
        helpers=tuple((f"d{i}_{name}", text) for i, (text, _) in enumerate(texts)),
    )


def looked_up(
    column: ColumnSql, rule: KindRule, layout: Layout, parent: Layout, facts: Facts
) -> ColumnSql:
    """The column with its unit looked up by name, parent and day."""
    unit, name = column.rule.unit, column.column.name
    assert unit is not None
    above = "null::varchar"
    if unit.parent:
        above = source_text(Source("from", unit.parent), layout, parent, facts)
    day = _day(column, rule, layout, parent, facts)
    part = f", {quote(PART)}, "
    parts = part.join(
        (f"x_{name}", f"coalesce(u_{name}, '')", f"coalesce(d_{name}, '')")
    )
    return replace(
        column,
        judged_text=f"case when x_{name} is null then '' else concat({parts}) end",
        helpers=((f"u_{name}", above), (f"d_{name}", day)),
    )


def _day(
    column: ColumnSql, rule: KindRule, layout: Layout, parent: Layout, facts: Facts
) -> str:
    """ISO text of the day, over the rows of the table; NULL if there is none."""
    unit = column.rule.unit
    assert unit is not None
    if unit.as_of:
        text = source_text(unit.as_of, layout, parent, facts)
        return _iso(text, unit.dates, facts)
    days = [_day_of(column, layout, parent, facts) for column in _own_days(rule)]
    return f"coalesce({', '.join(days)})" if days else "null::varchar"


def _own_days(rule: KindRule) -> list[ColumnRule]:
    """Columns of the days by which the warehouse, too, reads a code of a record."""
    names = rule.kind.day if rule.kind.name in DAILY_KINDS else ()
    return [c for name in names for c in rule.columns if c.name == name]


def _day_of(column: ColumnRule, layout: Layout, parent: Layout, facts: Facts) -> str:
    day = _day_sql(kept_text(column, layout, parent, facts), column, facts)
    if column.default is None:
        return day
    return f"coalesce({day}, {quote(column.default)})"


def _day_sql(text: str, column: ColumnRule, facts: Facts) -> str:
    """ISO text of a day; of a month or another period, its last one."""
    if column.name == "period":
        return period_end_sql(text)
    day = _iso(text, column.dates, facts)
    return f"last_day({day}::date)::varchar" if column.name == "month" else day


def _iso(text: str, dates: tuple[str, ...], facts: Facts) -> str:
    return f"({date_sql(text, dates, day_zero=facts.day_zero)})::date::varchar"
