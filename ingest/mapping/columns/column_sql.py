"""One column of a kind as SQL: its text, the part kept, the typed value, its faults.

Each step is one expression over the step before, so a whole table is mapped by
the database at once; a value that breaks a rule becomes NULL here and its row is
refused with the rule's name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.files.sheet import USUAL_DAY_ZERO
from ingest.files.text import nfc
from ingest.mapping.columns.column_faults import (
    cases_of,
    fault_sql,
    is_code,
    suspect_sql,
    value_suspect_sql,
)
from ingest.mapping.columns.date_column import DateColumn
from ingest.mapping.columns.kept_part import kept_sql
from ingest.mapping.keyed_hash import keyed_name
from ingest.spec.layout import Layout
from ingest.spec.scales import TWO_TEXTS
from ingest.spec.spec import ColumnRule, Source
from ingest.values.float_codes import as_code_sql
from ingest.values.numbers import number_sql
from ingest.values.sql_text import quote
from ingest.values.usual_marks import DEFAULT_MARKS
from warehouse.raw.column import (
    BOOLEAN,
    DATE,
    TEXT,
    TIMESTAMP,
    Column,
)

_NOTHING = "null::varchar"
PARTS = " / "
"""Parts the rows of a heading of several."""


@dataclass(frozen=True)
class Facts:
    """What is known of a table before its rows are read.

    Attributes:
        sha256: Content hash of the file.
        sheet: Name of the sheet.
        from_name: Named groups found in the file's name.
        from_title: Named groups found above the headings.
        day_zero: The day that serial numbers are counted from.
    """

    sha256: str
    sheet: str
    from_name: Mapping[str, str]
    from_title: Mapping[str, str]
    day_zero: dt.date = USUAL_DAY_ZERO


@dataclass(frozen=True)
class ColumnSql:
    """The expressions of one column.

    Attributes:
        column: The raw column.
        rule: Its rule in the spec.
        label: What a person finds it under: heading, "A + B", `<file_name>` and other
            places that are no heading.
        text: Text over the rows of the table.
        kept: Part of the text, over `t_<column>`.
        is_judged: Its texts are looked up in a table of judgements.
        value: Typed value, over `y_<column>`.
        fault: Why a row is refused, NULL if not, over `t_`, `x_`, `y_`, `r_`, `v_`.
        suspect: Quick and true wherever `fault` is not NULL, and seldom elsewhere.
        value_suspect: The same, where no cell is an error.
        judged_text: What is looked up, over `x_<column>` and the helpers.
        helpers: Name and text of what only helps to look it up or to read it.
        date: How it is read, of a column of dates.
        kept_as_is: SQL over `x_<column>` of texts that need no look-up; "" if none.
        may_be_float: Whether a code of it may have the decimals of a number.
    """

    column: Column
    rule: ColumnRule
    label: str
    text: str
    kept: str
    is_judged: bool
    value: str
    fault: str
    suspect: str
    value_suspect: str
    judged_text: str
    helpers: tuple[tuple[str, str], ...] = ()
    date: DateColumn | None = None
    kept_as_is: str = ""
    may_be_float: bool = True

    @property
    def may_fail(self) -> bool:
        """Whether any rule is asked of it."""
        return self.fault != _NOTHING

    @property
    def is_code(self) -> bool:
        """Whether it holds codes, read without the decimals of a number."""
        return is_code(self.column)

    @property
    def cell(self) -> str:
        """Column of the chunk whose cells are its texts; "" if none is."""
        return cell_of(self.text)

    @property
    def kept_cell(self) -> str:
        """The same, where all of the text is kept as it stands."""
        return self.cell if self.kept == f"t_{self.column.name}" else ""

    @property
    def code_cell(self) -> str:
        """The same, where nothing but the decimals of a code may be dropped."""
        whole = f"t_{self.column.name}"
        return self.cell if self.kept in (whole, as_code_sql(whole)) else ""

    def without_errors(self) -> ColumnSql:
        """The column of a chunk in which no cell is an error."""
        return replace(self, suspect=self.value_suspect)

    def without_floats(self) -> ColumnSql:
        """The column of a chunk in which no code has the decimals of a number."""
        whole = f"t_{self.column.name}"
        kept = self.kept.replace(as_code_sql(whole), whole)
        return replace(self, kept=kept, may_be_float=False)

    def unasked(self) -> ColumnSql:
        """The column of which no rule is asked."""
        return replace(self, fault=_NOTHING)

    def unjudged(self) -> ColumnSql:
        """The column where every text is kept as it is, and no table is asked."""
        nothing = ((f"{step}_{self.column.name}", _NOTHING) for step in "rn")
        return replace(self, is_judged=False, helpers=tuple(nothing))


def cell_of(text: str) -> str:
    """Column of the chunk that an SQL text names; "" if it is anything else."""
    column = text.removeprefix("k.")
    return column if column != text and column.isalnum() else ""


def column_sql(
    column: Column,
    rule: ColumnRule,
    layout: Layout,
    parent: Layout,
    facts: Facts,
    number: int,
) -> ColumnSql:
    """Compiles one column of the kind of that number."""
    parts = [_part(source, layout, parent, facts) for source in rule.sources]
    if rule.names_unit:
        parts = [_unit_part(source, layout, parent, facts) for source in rule.sources]
    if rule.is_keyed:
        parts = [_keyed_part(source, layout, parent) for source in rule.sources]
    is_judged = rule.values is not None or column.type == BOOLEAN or rule.names_unit
    date = None
    if column.type in (DATE, TIMESTAMP):
        date = DateColumn(rule, f"{number}_{column.name}", facts.day_zero)
    cases = cases_of(column, rule, date, is_judged)
    whole = f"t_{column.name}"
    if is_code(column):
        whole = as_code_sql(whole)
    return ColumnSql(
        column=column,
        rule=rule,
        label=_label(rule, layout, parent),
        text=_text(rule, parts),
        kept=kept_sql(rule, whole),
        is_judged=is_judged,
        value=_value(column, rule, date),
        fault=fault_sql(column, rule, cases),
        suspect=suspect_sql(column, rule, cases),
        value_suspect=value_suspect_sql(cases),
        judged_text=f"coalesce(x_{column.name}, '')",
        helpers=_helpers(date, layout, parent, facts),
        date=date,
    )


def _helpers(
    date: DateColumn | None, layout: Layout, parent: Layout, facts: Facts
) -> tuple[tuple[str, str], ...]:
    if date is None:
        return ()
    return tuple(
        (date.helper(i), source_text(Source("from", c.headings), layout, parent, facts))
        for i, c in enumerate(date.rule.date_choices)
        if c.headings
    )


def _unit_part(source: Source, layout: Layout, parent: Layout, facts: Facts) -> str:
    """Code and name side by side in two columns are one text, as "09001 - Name"."""
    if source.place != "from":
        return _part(source, layout, parent, facts)
    columns = [f"k.{found}" for found in layout.find_all(source.names)]
    if len(columns) < 2:
        return columns[0] if columns else _NOTHING
    first, *others = columns
    listed = ", ".join([first, *(f"nullif({other}, {first})" for other in others)])
    return f"nullif(concat_ws(' - ', {listed}), '')"


def _keyed_part(source: Source, layout: Layout, parent: Layout) -> str:
    side, alias = (layout, "k") if source.place == "from" else (parent, "p")
    columns = side.find_all(source.names)
    return first_filled([f"{alias}.{keyed_name(column)}" for column in columns])


def kept_text(rule: ColumnRule, layout: Layout, parent: Layout, facts: Facts) -> str:
    """The part of a rule's text that is kept, over the rows of the table."""
    parts = [source_text(source, layout, parent, facts) for source in rule.sources]
    return kept_sql(rule, f"({_text(rule, parts)})")


def source_text(source: Source, layout: Layout, parent: Layout, facts: Facts) -> str:
    """The text of one source, over the rows of the table."""
    return _part(source, layout, parent, facts)


def _part(source: Source, layout: Layout, parent: Layout, facts: Facts) -> str:
    name = source.names[0] if source.names else ""
    texts: dict[str, Callable[[], str | None]] = {
        "constant": lambda: name,
        "file_name": lambda: facts.from_name.get(name),
        "title": lambda: facts.from_title.get(name),
        "sheet": lambda: facts.sheet or None,
        "file": lambda: facts.sha256[:12],
    }
    if source.place in texts:
        text = texts[source.place]()
        return _NOTHING if text is None else f"{quote(text)}::varchar"
    if source.place == "line":
        return "k.line::varchar"
    side, alias = (layout, "k") if source.place == "from" else (parent, "p")
    return first_filled([f"{alias}.{found}" for found in side.find_all(source.names)])


def first_filled(columns: Sequence[str]) -> str:
    """SQL of the first filled of several columns; marked if two that are filled differ.

    Two versions of a form fill one heading each; a row that fills both says two things.
    """
    if len(columns) < 2:
        return columns[0] if columns else _NOTHING
    listed = ", ".join(columns)
    both = f"concat('{TWO_TEXTS}', concat_ws(' ≠ ', {listed}))"
    return (
        f"case when least({listed}) <> greatest({listed}) then {both} "
        f"else coalesce({listed}) end"
    )


def _label(rule: ColumnRule, layout: Layout, parent: Layout) -> str:
    sides = {"from": layout, "parent": parent}
    return " + ".join(
        sides[s.place].label(s.names) if s.place in sides else f"<{s.place}>"
        for s in rule.sources
    )


def _text(rule: ColumnRule, parts: list[str]) -> str:
    if rule.how == "join":
        text = f" || {quote(rule.separator)} || ".join(parts)
    elif rule.how == "marked":
        text = _marked_word(rule, parts)
    elif rule.how == "hash":
        filled = ", chr(31), ".join(f"coalesce({part}, '')" for part in parts)
        text = f"md5(concat({filled}))"
    else:
        text = parts[0]
    if rule.empty:
        listed = ", ".join(map(quote, rule.empty))
        text = f"case when {text} not in ({listed}) then {text} end"
    return text


def _marked_word(rule: ColumnRule, parts: Sequence[str]) -> str:
    """SQL: the word of the one marked column, NULL, or why there is none.

    Two marks say two things, named by their headings; a text that is no mark is kept
    with a sign before it, so that it is no word.
    """
    marks = ", ".join(quote(nfc(mark).lower()) for mark in DEFAULT_MARKS)
    filled = " + ".join(f"({part} is not null)::int" for part in parts)
    marked = " + ".join(f"coalesce(lower({p}) in ({marks}), false)::int" for p in parts)
    named = [source.names[0].rpartition(PARTS)[2] for source in rule.sources]
    pairs = list(zip(parts, named, rule.marked_words, strict=True))
    both = ", ".join(
        f"case when {part} is not null then {quote(name)} end"
        for part, name, _ in pairs
    )
    which = " ".join(
        f"when {part} is not null then {quote(word)}" for part, _, word in pairs
    )
    return (
        f"case when {filled} = 0 then null when {filled} <> {marked} "
        f"then '? ' || concat_ws(' | ', {', '.join(parts)}) when {marked} > 1 "
        f"then concat('{TWO_TEXTS}', concat_ws(' ≠ ', {both})) "
        f"else case {which} end end"
    )


def _value(column: Column, rule: ColumnRule, date: DateColumn | None) -> str:
    text = f"y_{column.name}"
    is_fixed = rule.values is not None and rule.otherwise != "keep"
    if column.type == TEXT:
        value = text
    elif is_fixed or column.type == BOOLEAN or _is_constant(rule):
        value = f"try_cast({text} as {column.type})"
    elif date:
        value = f"({date.value(text)})::{column.type}"
    else:
        value = number_sql(text, column.type, rule.number)
    if rule.default is not None:
        default = f"{quote(rule.default)}::{column.type}"
        value = f"case when t_{column.name} is null then {default} else {value} end"
    return value


def _is_constant(rule: ColumnRule) -> bool:
    return rule.how == "one" and rule.sources[0].place == "constant" and not rule.regex
