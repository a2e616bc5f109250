"""What a broken form says: the place and line, the value, the rule, the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from warehouse.errors import SpecError

Place = tuple[int | str, ...]
RULES: Mapping[str, tuple[str, str]] = {
    "missing": ("this key is needed", "add it"),
    "empty_key": ("a key that is written has a value", "fill it, or delete the key"),
    "one_of": ("exactly one of these keys: {}", "leave one of them"),
    "any_of": ("at least one of these keys: {}", "add one of them"),
    "needs": ("`{}` needs `{}` beside it", "add it"),
    "literal_error": ("one of {}", "write one of them"),
    "scalar": ("a text, a number, true or false", "write one value"),
    "header_rows": ("a whole number from 1 to 8, or auto", "correct it"),
    "string_type": ("a text", "put it in quotes"),
    "string_too_short": ("a text that is not empty", "fill it"),
    "string_pattern_mismatch": (
        "small letters a-z, digits and _, beginning with a letter",
        "rename it",
    ),
    "bool_type": ("true or false", "write true or false"),
    "int_type": ("a whole number", "write a whole number"),
    "float_type": ("a number", "write a number"),
    "list_type": ("a list: [one, two]", "put it in [ ]"),
    "dict_type": ("a block of keys and values", "write `key: value` below it"),
    "model_type": ("a block of keys and values", "write `key: value` below it"),
    "too_short": ("it holds at least {}", "add what is lacking, or delete the key"),
    "greater_than": ("more than {}", "correct the number"),
    "greater_than_equal": ("at least {}", "correct the number"),
    "less_than_equal": ("at most {}", "correct the number"),
}
"""Rule and next step by type of error, as pydantic or the form itself names it."""
_VALUES: Mapping[str, tuple[str, ...]] = {
    "one_of": ("keys",),
    "any_of": ("keys",),
    "needs": ("key", "other"),
    "literal_error": ("expected",),
    "too_short": ("min_length",),
    "greater_than": ("gt",),
    "greater_than_equal": ("ge",),
    "less_than_equal": ("le",),
}
_MAX_VALUE_CHARS = 120


def form_refusal(error: ValidationError, file_name: str, text: str) -> SpecError:
    """The first rule that a spec breaks; the places of the others are named.

    Args:
        error: What pydantic found.
        file_name: The spec.
        text: Its YAML, to find lines in.
    """
    details = error.errors(include_url=False)
    first, place = details[0], _place(details[0])
    rule, step = _said(first)
    if others := [_shown(_place(other)) for other in details[1:]]:
        step = f"{step}; also wrong: {' | '.join(others)}"
    thing = f"{file_name}: {_shown(place)} (line {line_of(text, place)})"
    return SpecError(thing, _value(first), rule, step)


def line_of(text: str, place: Sequence[int | str]) -> int:
    """Line of the last node of a path that the YAML has, counted from 1."""
    node, line = yaml.compose(text, Loader=yaml.CSafeLoader), 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pairs = [pair for pair in node.value if str(pair[0].value) == part]
            if not pairs:
                break
            key, node = pairs[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


def _place(details: ErrorDetails) -> Place:
    place = tuple(part for part in details["loc"] if part != "[key]")
    if details["type"] == "unknown_key":
        return (*place, str(details["ctx"]["key"]))
    return place


def _shown(place: Place) -> str:
    """Keys, and places in lists counted from 1."""
    parts = (str(part + 1) if isinstance(part, int) else part for part in place)
    return "/".join(parts) or "(root)"


def _said(details: ErrorDetails) -> tuple[str, str]:
    context: Mapping[str, Any] = details.get("ctx", {})
    if details["type"] == "unknown_key":
        return _unknown_key(context["key"], context["known"])
    if details["type"] not in RULES:
        return details["msg"], "see docs/spec.md"
    rule, step = RULES[details["type"]]
    values = [str(context[name]) for name in _VALUES.get(details["type"], ())]
    if details["type"] == "literal_error":
        values = [values[0].replace("'", "").replace(" or ", ", ")]
    return rule.format(*values), step


def _unknown_key(key: str, known: Sequence[str]) -> tuple[str, str]:
    rule = f"no key of this place, which are: {', '.join(known)}"
    near = get_close_matches(key, known, n=1)
    return rule, f"write {near[0]}" if near else "see docs/spec.md"


def _value(details: ErrorDetails) -> object:
    kind = details["type"]
    if kind in ("missing", "unknown_key"):
        return details["ctx"]["key"] if kind == "unknown_key" else None
    value = details["input"]
    if isinstance(value, dict) and kind in ("one_of", "any_of", "needs"):
        value = ", ".join(map(str, value))
    return value if value is None else str(value)[:_MAX_VALUE_CHARS]
