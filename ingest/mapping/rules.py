"""The rules a record can break.

Raw keeps the code and its parameters; a page or a list renders them in the
reader's language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ingest.spec.spec import ColumnRule
from ingest.values.date_forms import date_forms
from ingest.words import words_of
from warehouse.messages import message_in
from warehouse.raw.column import Column

RULES = (
    "required",
    "date_format",
    "no_such_day",
    "date_ambiguous",
    "date_range",
    "value",
    "word",
    "boolean",
    "pattern",
    "number",
    "whole_number",
    "number_ambiguous",
    "scale",
    "unit_unknown",
    "unit_ambiguous",
    "unit_undated",
    "lost_digits",
    "file",
    "no_parent",
    "none_filled",
    "error_cell",
    "formula_cell",
    "date_swapped",
    "two_texts",
    "scale_labelled",
    "scale_word",
    "rows_differ",
    "denunciation_apart",
)
"""Codes of the rules; `words/rules.vi.yml` and `.en.yml` say them."""


_PLACE = re.compile(r"<[a-z_]+>")
MAX_TEXTS = 12
"""Known spellings that a rule names."""


def rule_text(code: str, params: str, lang: str) -> tuple[str, str]:
    """The rule and what to do, in words of whoever keeps the file.

    Args:
        code: Rule code in `raw.refused`.
        params: Its parameters there, JSON.
        lang: vi or en.
    """
    entries, given = words_of(lang).entries, json.loads(params)
    if "reason" in given:
        given["reason"] = message_in(given["reason"], lang)
    if "dates" in given:
        given["dates"] = date_forms(given["dates"].split(", "), lang)
    if "scale" in given:
        given["scale"] = scale_text(given["scale"], lang)
    rule = entries[f"rules.{code}.rule"].format_map(_Given(given))
    return rule, entries[f"rules.{code}.what_to_do"]


def scale_text(name: str, lang: str) -> str:
    """A shipped answer scale in words; one of a spec's own by its name."""
    return words_of(lang).or_else(f"scales.{name}", name)


def with_spec_step(step: str, code: str, params: str, lang: str) -> str:
    """What to do, and what may be written into a spec instead, for who writes specs."""
    words = words_of(lang)
    in_spec = words.entries.get(f"rules.{code}.in_spec")
    if in_spec is None:
        return step
    in_spec = in_spec.format_map(_Given(json.loads(params)))
    return words("in_the_spec", step=step, in_spec=in_spec)


def column_text(label: str | None, lang: str) -> str | None:
    """What a refused cell stands under, in words: headings as they are.

    Args:
        label: Headings, or places that are none as `<title>`, joined by " + ".
        lang: vi or en.
    """
    if label is None or "<" not in label:
        return label
    words = words_of(lang)
    parts = [part for part in label.split(" + ") if part != "<constant>"] or [label]
    return " + ".join(
        words.or_else(f"places.{part[1:-1]}", part) if _PLACE.fullmatch(part) else part
        for part in parts
    )


def step_text(label: str | None, step: str, lang: str) -> str:
    """What to do with a refused cell; where the file's name or title says it, there."""
    rest = [part for part in (label or "").split(" + ") if part != "<constant>"]
    if len(rest) != 1 or not _PLACE.fullmatch(rest[0]):
        return step
    return words_of(lang).or_else(f"mend_place.{rest[0][1:-1]}", step)


def rule_params(column: Column, rule: ColumnRule) -> str:
    """Parameters that the words of a column's rules may name, JSON."""
    params = {
        "dates": ", ".join((*rule.dates, "yyyy-MM-dd")) if rule.dates else "yyyy-MM-dd",
        "words": ", ".join(column.words),
        "regex": rule.regex or "",
        "texts": _some(rule.spellings),
    }
    return json.dumps({k: v for k, v in params.items() if v}, ensure_ascii=False)


def _some(texts: Sequence[str]) -> str:
    """The first texts of a list, and whether there are more."""
    return ", ".join(texts[:MAX_TEXTS]) + (", …" if len(texts) > MAX_TEXTS else "")


class _Given(dict[str, str]):
    """A parameter an old row lacks shows as its name, not as a crash."""

    def __missing__(self, key: str) -> str:
        return key
