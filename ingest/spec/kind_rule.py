"""Makes the rules of a kind of the form that a spec has filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

from ingest.files.text import heading_key, nfc
from ingest.spec.form.column import AsOfForm, ColumnForm, DateForm, PartForm, UnitForm
from ingest.spec.form.kind import ConditionForm, ItemForm, KindForm, ParentForm
from ingest.spec.scales import Scale, scale_from
from ingest.spec.spec import (
    ColumnRule,
    Condition,
    DateChoice,
    ItemRule,
    KindRule,
    Parent,
    Place,
    Source,
    UnitLookup,
    may_name_unit,
)
from warehouse.errors import SpecError
from warehouse.raw.column import Kind
from warehouse.raw.kinds import KINDS

_PLACES: tuple[Place, ...] = get_args(Place)


def kind_rules(
    form: KindForm, scales: Mapping[str, Scale], empty: Sequence[str]
) -> Iterator[KindRule]:
    """One rule, or one for each record that stands in a row; see `kind_rule`."""
    if form.unpivot and form.one_per:
        hint = "a row is a part of a record, or holds several"
        raise SpecError("one_per", "unpivot", hint, "delete one")
    for block in form.unpivot or [{}]:
        columns = {**form.columns, **block}
        rule = kind_rule(form.model_copy(update={"columns": columns}), scales, empty)
        if block:
            rule = replace(rule, where=(*rule.where, _is_there(rule, block)))
        yield rule


def _is_there(rule: KindRule, block: Iterable[str]) -> Condition:
    """Of a block of `unpivot`: one of its cells is filled."""
    mine = [column for column in rule.columns if column.name in block]
    headings = [text for c in mine for s in c.sources for text in s.headings]
    if not headings:
        hint = "a block of `unpivot` reads a heading of its own"
        raise SpecError("unpivot", ", ".join(block), hint, "add `from:` to a column")
    return Condition(headings=tuple(headings), filled=True)


def kind_rule(
    form: KindForm, scales: Mapping[str, Scale], empty: Sequence[str]
) -> KindRule:
    """What the rows of some sheets become.

    Args:
        form: As the spec has it.
        scales: By name, shipped and of the spec.
        empty: Texts that mean an empty cell anywhere in the file.

    Raises:
        SpecError: A kind, column or scale of no such name, or two values of a text.
    """
    if form.kind not in KINDS:
        rule = f"one of {', '.join(KINDS)}"
        raise SpecError("kind", form.kind, rule, "correct the spec")
    kind = KINDS[form.kind]
    codes = _no_answer(form.no_answer)
    blanks = {heading_key(text): "blank" for text in empty}
    return KindRule(
        kind=kind,
        columns=tuple(
            _column(name, column, kind, empty) for name, column in form.columns.items()
        ),
        one_per=form.one_per,
        in_order_of=form.in_order_of,
        sheets=tuple(form.sheet or ()),
        parent=_parent(form.parent),
        where=tuple(map(_condition, form.where)),
        items=tuple(_item(item, scales, blanks | codes) for item in form.items),
        scale=_scale(form.scale, scales) if form.scale else None,
        no_answer=blanks | codes,
    )


def _parent(form: ParentForm | None) -> Parent | None:
    if form is None:
        return None
    key, foreign_key = tuple(form.key), tuple(form.foreign_key)
    return Parent(form.sheet, key, foreign_key, _parent(form.parent))


def _column(
    name: str, form: ColumnForm, kind: Kind, empty: Sequence[str]
) -> ColumnRule:
    known = {c.name: c for c in kind.columns}
    if name not in known:
        rule = f"a column of {kind.name}: {', '.join(known)}"
        raise SpecError("column", name, rule, "correct the spec")
    needed = known[name].is_required
    is_fixed = form.given & {
        *("values", "unit", "constant", "sheet", "hash", "join", "x_columns")
    }
    words = {word: word for word in form.x_columns}
    if words and form.values:
        hint = "a mark says a word of the warehouse itself"
        raise SpecError(f"values of {name}", "x_columns", hint, "delete `values`")
    is_bound = [choice.given != {"format"} for choice in form.dates]
    bound = zip(form.dates, is_bound, strict=True)
    return ColumnRule(
        name=name,
        how=_how(form),
        sources=_sources(form),
        separator=form.separator,
        regex=form.regex,
        values=_value_map(name, form.values or words) if form.values or words else None,
        spellings=tuple(form.values),
        otherwise=form.otherwise,
        empty=(*empty, *form.empty),
        default=form.default,
        pad=form.pad,
        dates=tuple(d.format for d in form.dates if d.given == {"format"}),
        date_choices=tuple(_date_choice(choice) for choice, yes in bound if yes),
        dates_in_order=form.dates_in_order,
        swapped=form.swapped,
        number=form.number,
        of_rows=form.of_rows,
        is_required=needed if form.required is None else form.required,
        is_expected_absent=form.required is False,
        is_filled=needed if form.filled is None else form.filled,
        unit=_unit(form.unit) if form.unit else None,
        is_keyed=known[name].is_keyed,
        may_name_unit=may_name_unit(kind, name) and not is_fixed,
        marked_words=tuple(words),
    )


def _how(form: ColumnForm) -> Literal["one", "join", "hash", "marked"]:
    if form.x_columns:
        return "marked"
    return "join" if form.join else "hash" if form.hash else "one"


def _sources(form: ColumnForm) -> tuple[Source, ...]:
    if form.x_columns:
        return tuple(Source("from", tuple(texts)) for texts in form.x_columns.values())
    return tuple(map(_source, form.join or form.hash or [form]))


def _date_choice(form: DateForm) -> DateChoice:
    return DateChoice(
        format=form.format,
        matches=form.matches,
        headings=tuple(form.heading or ()),
        texts=tuple(form.in_ or ()),
    )


def _unit(form: UnitForm) -> UnitLookup:
    return UnitLookup(
        parent=tuple(form.parent or ()),
        as_of=_source(form.as_of) if form.as_of else None,
        dates=tuple(form.as_of.dates) if form.as_of else (),
    )


def _source(form: PartForm | AsOfForm) -> Source:
    place = next(place for place in _PLACES if place in form.given)
    value: object = getattr(form, "from_" if place == "from" else place)
    if value is True:  # sheet, line and file have no name
        return Source(place)
    return Source(place, tuple(value) if isinstance(value, list) else (str(value),))


def _item(
    form: ItemForm, scales: Mapping[str, Scale], no_answer: Mapping[str, str]
) -> ItemRule:
    n = len(form.x_columns)
    steps = scale_from("x_columns", {"min": 1, "max": n}) if n else None
    scale = _scale(form.scale, scales) if form.scale else steps
    assert scale is not None  # the form wants one beside `from`
    return ItemRule(
        item_code=form.item_code,
        headings=tuple(form.from_ or ()),
        x_columns=tuple(map(tuple, form.x_columns)),
        marks=frozenset(nfc(mark).lower() for mark in form.marks),
        scale=scale,
        no_answer={**no_answer, **_no_answer(form.no_answer)},
        is_required=form.required,
    )


def _scale(name: str, scales: Mapping[str, Scale]) -> Scale:
    if name not in scales:
        rule = f"one of {', '.join(sorted(scales))}"
        raise SpecError("scale", name, rule, "add it under `scales`")
    return scales[name]


def _condition(form: ConditionForm) -> Condition:
    return Condition(
        headings=tuple(form.heading),
        taken=_keys(form.in_),
        left=_keys(form.not_in),
        filled=form.filled,
        matches=form.matches,
        least=form.at_least,
        most=form.at_most,
        dates=tuple(form.dates),
        is_required=form.required,
    )


def _keys(texts: Iterable[str] | None) -> frozenset[str] | None:
    return None if texts is None else frozenset(map(heading_key, texts))


def _value_map(column: str, values: Mapping[str, str | None]) -> dict[str, str | None]:
    """Values by comparison key; two spellings of one key must agree."""
    result: dict[str, str | None] = {}
    for text, word in values.items():
        if result.setdefault(heading_key(text), word) != word:
            rule = "two spellings of one text have one value"
            raise SpecError(f"values of {column}", text, rule, "delete one")
    return result


def _no_answer(codes: Mapping[str, str]) -> dict[str, str]:
    return {heading_key(text): reason for text, reason in codes.items()}
