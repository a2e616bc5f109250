"""What the form of a spec alone cannot know, checked before any file is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation

from ingest.files.text import heading_key
from ingest.spec.spec import ColumnRule, KindRule, Spec
from ingest.values.dates import compile_format
from warehouse.errors import SpecError
from warehouse.raw.column import (
    BOOLEAN,
    DATE,
    DECIMAL,
    INTEGER,
    LEVEL,
    TEXT,
    TIMESTAMP,
    Column,
)

_FILLED_BY_ITEMS = {"item_code", "level", "no_answer_reason"}


def check_spec(spec: Spec, file_name: str) -> None:
    """Checks a spec as a whole.

    Raises:
        SpecError: The first rule it breaks.
    """
    _check_regexes(spec)
    _check_conditions(spec)
    _check_encoding(spec.read.encoding)
    _check_addressee(spec)
    for rule in spec.kinds:
        try:
            _check_kind(spec, rule)
        except SpecError as error:
            thing = f"{file_name}: kind {rule.kind.name}: {error.thing}"
            raise SpecError(thing, error.value, error.rule, error.next_step) from error


def _check_regexes(spec: Spec) -> None:
    patterns = [spec.file_name or "", *spec.title_block]
    patterns += [p for rule in spec.kinds for p in rule.sheets]
    patterns += [
        parent.sheet
        for rule in spec.kinds
        if rule.parent
        for parent in rule.parent.upwards()
    ]
    patterns += [c.regex or "" for rule in spec.kinds for c in rule.columns]
    for pattern in patterns:
        _compiled(pattern)
    groups = {
        "file_name": set(_compiled(spec.file_name or "").groupindex),
        "title": {g for p in spec.title_block for g in _compiled(p).groupindex},
    }
    for rule in spec.kinds:
        for column in rule.columns:
            for source in column.all_sources:
                known = groups.get(source.place)
                if known is not None and source.names[0] not in known:
                    which = {"title": "title_block"}.get(source.place, source.place)
                    hint = f"a named group of `{which}`: {', '.join(sorted(known))}"
                    raise SpecError(column.name, source.names[0], hint, "correct it")


def _check_conditions(spec: Spec) -> None:
    for condition in (c for rule in spec.kinds for c in rule.where):
        _compiled(condition.matches or "")
        for text in condition.dates:
            if text not in ("excel", "iso"):
                compile_format(text)
        for limit in filter(None, (condition.least, condition.most)):
            is_good = _is_iso(limit) if condition.dates else _is_number(limit)
            if not is_good:
                rule = "a number, or with `dates` a day as yyyy-MM-dd"
                raise SpecError("where", limit, rule, "correct the spec")


def _check_addressee(spec: Spec) -> None:
    if spec.addressee is None:
        return
    names = (*spec.addressee.applicant, *spec.addressee.owner)
    if not names:
        rule = "an addressee has the heading of a name"
        raise SpecError("addressee", None, rule, "add `applicant:` or `owner:`")
    for text in (*names, *spec.addressee.address):
        if heading_key(text) not in spec.personal:
            rule = "what a letter is addressed by stands under `personal`"
            raise SpecError("addressee", text, rule, "list it there too")


def _check_encoding(name: str) -> None:
    if name in ("auto", "tcvn3", "vni"):
        return
    try:
        "".encode(name)
    except LookupError as error:
        rule = "auto, tcvn3, vni, or a text codec of Python"
        step = "e.g. utf-8, utf-16, cp1258, cp1252"
        raise SpecError("read.encoding", name, rule, step) from error


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        rule = f"a regular expression: {error}"
        raise SpecError("regular expression", pattern, rule, "correct it") from error


def _check_kind(spec: Spec, rule: KindRule) -> None:
    for text in _headings(rule):
        key = heading_key(text)
        for where, keys in (("personal", spec.personal), ("ignore", spec.ignore)):
            if key in keys:
                hint = f"a heading that is read cannot be under `{where}`"
                raise SpecError("heading", text, hint, "take it out of one of them")
    filled = {c.name for c in rule.columns}
    if rule.items:
        _check_items(rule, filled)
        filled |= _FILLED_BY_ITEMS
    if (
        rule.scale is None
        and not rule.items
        and "level" in filled
        and (rule.kind.name == "answer")
    ):
        raise SpecError("scale", None, "an answer's level has a scale", "add `scale:`")
    for column in rule.kind.columns:
        if column.is_required and column.name not in filled:
            hint = f"{rule.kind.name} needs this column"
            raise SpecError("columns", column.name, hint, "fill it, or use constant:")
    for group in rule.kind.one_of:
        if not filled & set(group):
            hint = "at least one of these columns is filled"
            raise SpecError("columns", ", ".join(group), hint, "fill one")
    check_gathering(rule)
    for mapped in rule.columns:
        _check_column(rule, mapped, rule.kind.column(mapped.name))


def check_gathering(rule: KindRule) -> None:
    """Checks a kind of which many rows make one record.

    Raises:
        SpecError: The first rule it breaks.
    """
    filled = ", ".join(column.name for column in rule.columns)
    # whom a denunciation names is hidden row by row
    is_whole = rule.kind.one_of or rule.kind.name == "petition"
    if rule.one_per and is_whole:
        hint = f"a record of {rule.kind.name} stands in one row"
        raise SpecError("one_per", rule.one_per, hint, "delete it")
    for key, name in (("one_per", rule.one_per), ("in_order_of", rule.in_order_of)):
        if name and all(column.name != name for column in rule.columns):
            raise SpecError(key, name, f"one of {filled}", "correct the spec")
    for column in rule.columns:
        of_rows = column.of_rows
        if of_rows and rule.one_per is None:
            hint = "`of_rows` in a column needs `one_per` in its kind"
            step = "add to the kind: one_per: case_code"
            raise SpecError(column.name, of_rows, hint, step)
        if of_rows and column.name == rule.one_per:
            hint = "what all rows of a record share is not taken from one"
            raise SpecError(column.name, of_rows, hint, "delete `of_rows`")
        is_text = rule.kind.column(column.name).type in (TEXT, BOOLEAN)
        if of_rows in ("min", "max") and is_text:
            hint = "min and max are for days and numbers"
            raise SpecError(column.name, of_rows, hint, "write first or last")
        if rule.in_order_of == column.name and is_text:
            hint = "rows are put in order by a day, a time or a number"
            raise SpecError("in_order_of", column.name, hint, "correct the spec")


def _headings(rule: KindRule) -> Iterator[str]:
    for side in (rule.plain_headings(), rule.plain_parent_headings()):
        for spellings, _ in side:
            yield from spellings


def _check_items(rule: KindRule, filled: set[str]) -> None:
    if rule.kind.name != "answer":
        raise SpecError("items", rule.kind.name, "only for kind answer", "delete it")
    if clash := filled & _FILLED_BY_ITEMS:
        hint = "`items` fill these columns"
        raise SpecError("columns", ", ".join(sorted(clash)), hint, "delete them")
    codes = [item.item_code for item in rule.items]
    if twice := {code for code in codes if codes.count(code) > 1}:
        hint = "an item stands once in a ballot"
        raise SpecError("items", ", ".join(sorted(twice)), hint, "delete one")


def _check_column(rule: KindRule, mapped: ColumnRule, column: Column) -> None:
    if any(s.place == "parent" for s in mapped.sources) and rule.parent is None:
        hint = "`parent:` in a column needs `parent:` in its kind"
        step = "add to the kind: parent: {sheet: …, key: …, foreign_key: …}"
        raise SpecError(column.name, "parent", hint, step)
    if mapped.is_keyed:
        _check_keyed(mapped)
    is_date = column.type in (DATE, TIMESTAMP)
    if mapped.unit and not _may_look_up(rule, column):
        hint = "only a unit that a record speaks of is looked up by name"
        raise SpecError(column.name, "unit", hint, "delete `unit`")
    if mapped.unit and mapped.values:
        hint = "a unit is looked up in the lists or listed under `values`, not both"
        raise SpecError(column.name, "unit", hint, "delete one")
    if mapped.dates and not is_date:
        raise SpecError(column.name, mapped.dates, "no date column", "delete `dates`")
    if mapped.swapped is not None and not is_date:
        raise SpecError(column.name, "swapped", "no date column", "delete `swapped`")
    for choice in mapped.date_choices:
        _compiled(choice.matches or "")
        compile_format(choice.format)
    for text in (*mapped.dates, *(mapped.unit.dates if mapped.unit else ())):
        if text not in ("excel", "iso"):
            compile_format(text)
    if mapped.number != "auto" and column.type not in (INTEGER, DECIMAL, LEVEL):
        raise SpecError(column.name, mapped.number, "no number", "delete `number`")
    fixed = [v for v in (mapped.values or {}).values() if v is not None]
    if mapped.default is not None:
        fixed.append(mapped.default)
    if (
        mapped.how == "one"
        and mapped.sources[0].place == "constant"
        and not (mapped.values or mapped.regex)
    ):
        fixed.append(mapped.sources[0].names[0])
    for value in fixed:
        _check_value(value, column)


def _check_keyed(mapped: ColumnRule) -> None:
    """The text never leaves the reader, so nothing can be done to it."""
    is_read = all(source.place in ("from", "parent") for source in mapped.sources)
    if not is_read or mapped.how == "hash":
        hint = "a keyed hash of headings: `from`, `parent`, or a `join` of these"
        raise SpecError(mapped.name, mapped.how, hint, "correct it")
    if mapped.regex or mapped.values or mapped.pad or mapped.empty or mapped.default:
        hint = "only a keyed hash of the text is kept"
        step = "delete regex, values, pad, empty and default"
        raise SpecError(mapped.name, mapped.how, hint, step)


def _may_look_up(rule: KindRule, column: Column) -> bool:
    """Lists say which units there are; calendars and steps go by plain code."""
    is_about = rule.kind.name not in ("unit", "officer", "calendar_day", "case_step")
    return is_about and column.name.endswith("unit_code")


def _check_value(value: str, column: Column) -> None:
    """A value written in the spec is written as the warehouse writes it."""
    if column.words and value not in column.words:
        rule = f"one of {', '.join(column.words)}"
    elif column.type == BOOLEAN and value not in ("true", "false"):
        rule = "true or false"
    elif column.type in (DATE, TIMESTAMP) and not _is_iso(value):
        rule = "a date as yyyy-MM-dd"
    elif column.type in (INTEGER, DECIMAL, LEVEL) and not _is_number(value):
        rule = "a number with a decimal point"
    else:
        return
    raise SpecError(column.name, value, rule, "correct the spec")


def _is_iso(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False
