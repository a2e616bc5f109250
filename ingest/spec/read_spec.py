"""Reads a spec: YAML, checked against the schema, then against the raw kinds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import jsonschema

from ingest.files.text import heading_key, nfc
from ingest.spec.scales import Scale, scale_from, shipped_scales
from ingest.spec.spec import (
    ColumnRule,
    Condition,
    DateChoice,
    ItemRule,
    KindRule,
    Parent,
    Place,
    Source,
    Spec,
    UnitLookup,
    may_name_unit,
)
from ingest.spec.spec_checks import check_spec
from ingest.spec.strict_yaml import read_yaml
from warehouse.errors import SpecError
from warehouse.raw.column import Kind
from warehouse.raw.kinds import KINDS

SCHEMA_PATH = Path(__file__).with_name("spec.schema.json")
SPECS_DIR = Path(__file__).parents[1] / "specs"
DEFAULT_MARKS = ("x", "✓", "v", "1", "có")
_PLACES: tuple[Place, ...] = (
    "from",
    "parent",
    "constant",
    "file_name",
    "title",
    "sheet",
    "line",
    "file",
)


@cache
def schema() -> Mapping[str, Any]:
    """The published JSON Schema."""
    loaded: Mapping[str, Any] = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
    return loaded


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema())


def read_spec(path: Path) -> Spec:
    """Reads and checks one spec.

    Raises:
        SpecError: The spec is missing, or breaks a rule; the message names the
            place in the file, the value, the rule and what to do.
    """
    body = read_yaml(path)
    errors = list(_validator().iter_errors(body))
    if errors:
        error = jsonschema.exceptions.best_match(errors)
        place = "/".join(str(part) for part in error.absolute_path) or "(root)"
        value = str(error.instance)[:120]
        rule = error.schema.get("description", "") or error.message
        raise SpecError(
            f"{path.name}: {place}",
            value,
            f"{error.message[:200]} ({rule})",
            "see docs/spec.md",
        )
    assert isinstance(body, dict)
    spec = _spec(body, hashlib.sha256(path.read_bytes()).hexdigest())
    check_spec(spec, path.name)
    return spec


def shipped_specs(folder: Path = SPECS_DIR) -> list[Spec]:
    """All specs of a folder, by name."""
    return [read_spec(path) for path in sorted(folder.glob("*.yml"))]


def _spec(body: dict[str, Any], sha256: str) -> Spec:
    scales = dict(shipped_scales())
    for name, scale in body.get("scales", {}).items():
        scales[name] = scale_from(name, scale)
    return Spec(
        name=body["spec"],
        title=body["title"],
        sha256=sha256,
        read=body.get("read", {}),
        file_name=body.get("file_name"),
        title_block=_texts(body.get("title_block")),
        personal=frozenset(map(heading_key, body.get("personal", []))),
        ignore=frozenset(map(heading_key, body.get("ignore", []))),
        is_strict=body.get("unknown_headings", "refuse") == "refuse",
        kinds=tuple(
            _kind(kind, scales, tuple(body.get("empty", []))) for kind in body["kinds"]
        ),
    )


def _kind(
    body: dict[str, Any], scales: Mapping[str, Scale], empty: tuple[str, ...]
) -> KindRule:
    if body["kind"] not in KINDS:
        rule = f"one of {', '.join(KINDS)}"
        raise SpecError("kind", body["kind"], rule, "correct the spec")
    kind = KINDS[body["kind"]]
    codes = _no_answer(body.get("no_answer", {}))
    where = body.get("where", [])
    return KindRule(
        kind=kind,
        columns=tuple(
            _column(name, column, kind, empty)
            for name, column in body["columns"].items()
        ),
        sheets=_texts(body.get("sheet")),
        parent=_parent(body.get("parent")),
        where=tuple(map(_condition, where if isinstance(where, list) else [where])),
        items=tuple(
            _item(item, scales, codes, empty) for item in body.get("items", [])
        ),
        scale=_scale(body["scale"], scales) if "scale" in body else None,
        no_answer={heading_key(text): "blank" for text in empty} | codes,
    )


def _parent(body: dict[str, Any] | None) -> Parent | None:
    if body is None:
        return None
    return Parent(body["sheet"], _texts(body["key"]), _texts(body["foreign_key"]))


def _column(
    name: str, body: dict[str, Any], kind: Kind, empty: tuple[str, ...]
) -> ColumnRule:
    known = {c.name: c for c in kind.columns}
    if name not in known:
        rule = f"a column of {kind.name}: {', '.join(known)}"
        raise SpecError("column", name, rule, "correct the spec")
    needed = known[name].is_required
    how: Literal["one", "join", "hash"] = (
        "join" if "join" in body else "hash" if "hash" in body else "one"
    )
    parts = [body] if how == "one" else body[how]
    default = body.get("default")
    values = body.get("values")
    dates = body.get("dates", [])
    return ColumnRule(
        name=name,
        how=how,
        sources=tuple(map(_source, parts)),
        separator=body.get("separator", "-"),
        regex=body.get("regex"),
        values=None if values is None else _value_map(name, values),
        otherwise=body.get("otherwise", "refuse"),
        empty=(*empty, *body.get("empty", [])),
        default=None if default is None else _word(default),
        pad=body.get("pad"),
        dates=tuple(d for d in dates if isinstance(d, str)),
        date_choices=tuple(_date_choice(d) for d in dates if not isinstance(d, str)),
        dates_in_order=body.get("dates_in_order", False),
        swapped=body.get("swapped"),
        number=body.get("number", "auto"),
        is_required=body.get("required", needed),
        is_expected_absent=body.get("required") is False,
        is_filled=body.get("filled", needed),
        unit=_unit(body["unit"]) if "unit" in body else None,
        is_keyed=known[name].is_keyed,
        may_name_unit=(
            may_name_unit(kind, name)
            and "unit" not in body
            and values is None
            and not (body.keys() & {"constant", "sheet", "hash", "join"})
        ),
    )


def _date_choice(body: dict[str, Any]) -> DateChoice:
    return DateChoice(
        format=body["format"],
        matches=body.get("matches"),
        headings=_texts(body.get("heading")),
        texts=tuple(body.get("in", [])),
    )


def _unit(body: dict[str, Any]) -> UnitLookup:
    as_of = body.get("as_of")
    return UnitLookup(
        parent=_texts(body.get("parent")),
        as_of=None if as_of is None else _source(as_of),
        dates=tuple(as_of.get("dates", [])) if as_of else (),
    )


def _source(body: str | dict[str, Any]) -> Source:
    if isinstance(body, str):
        return Source("from", (body,))
    place = next(p for p in _PLACES if p in body)
    if place in ("sheet", "line", "file"):
        return Source(place)
    value = body[place]
    return Source(place, _texts(value) if place != "constant" else (_word(value),))


def _item(
    body: dict[str, Any],
    scales: Mapping[str, Scale],
    codes: dict[str, str],
    empty: Sequence[str],
) -> ItemRule:
    marks = body.get("marks", DEFAULT_MARKS)
    columns = tuple(_texts(column) for column in body.get("x_columns", []))
    scale = _scale(body["scale"], scales) if "scale" in body else _steps(len(columns))
    blanks = {heading_key(text): "blank" for text in empty}
    return ItemRule(
        item_code=body["item_code"],
        headings=_texts(body.get("from")),
        x_columns=columns,
        marks=frozenset(nfc(mark).lower() for mark in marks),
        scale=scale,
        no_answer=blanks | codes | _no_answer(body.get("no_answer", {})),
        is_required=body.get("required", True),
    )


def _steps(n: int) -> Scale:
    return scale_from("x_columns", {"min": 1, "max": n})


def _scale(name: str, scales: Mapping[str, Scale]) -> Scale:
    if name not in scales:
        rule = f"one of {', '.join(sorted(scales))}"
        raise SpecError("scale", name, rule, "add it under `scales`")
    return scales[name]


def _condition(body: dict[str, Any]) -> Condition:
    def keys(name: str) -> frozenset[str] | None:
        return frozenset(map(heading_key, body[name])) if name in body else None

    least, most = body.get("at_least"), body.get("at_most")
    return Condition(
        headings=_texts(body["heading"]),
        taken=keys("in"),
        left=keys("not_in"),
        filled=body.get("filled"),
        matches=body.get("matches"),
        least=None if least is None else _word(least),
        most=None if most is None else _word(most),
        dates=tuple(body.get("dates", [])),
        is_required=body.get("required", True),
    )


def _value_map(column: str, values: dict[str, Any]) -> dict[str, str | None]:
    """Values by comparison key; two spellings of one key must agree."""
    result: dict[str, str | None] = {}
    for text, value in values.items():
        key, word = heading_key(text), None if value is None else _word(value)
        if result.setdefault(key, word) != word:
            rule = "two spellings of one text have one value"
            raise SpecError(f"values of {column}", text, rule, "delete one")
    return result


def _no_answer(codes: dict[str, str]) -> dict[str, str]:
    return {heading_key(text): reason for text, reason in codes.items()}


def _texts(value: str | list[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _word(value: object) -> str:
    """A YAML scalar as the warehouse writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
