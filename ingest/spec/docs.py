"""The page on specs, made from the form, the rules and the scales themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ingest.spec.form.base import Form
from ingest.spec.form.column import AsOfForm, ColumnForm, DateForm, UnitForm
from ingest.spec.form.kind import ConditionForm, ItemForm, KindForm, ParentForm
from ingest.spec.form.schema import schema
from ingest.spec.form.spec import AddresseeForm, ReadForm, ScaleForm, SkipForm, SpecForm
from ingest.spec.read_spec import shipped_specs
from ingest.spec.scales import shipped_scales
from ingest.words import words_of

SECTIONS: tuple[tuple[str, type[Form]], ...] = (
    ("The spec", SpecForm),
    ("`read`", ReadForm),
    ("`skip` of `read`", SkipForm),
    ("`addressee`: who a letter goes to", AddresseeForm),
    ("A kind", KindForm),
    ("`parent` of a kind", ParentForm),
    ("A column: where its text comes from, and what is done to it", ColumnForm),
    ("A format of `dates`", DateForm),
    ("`unit` of a column", UnitForm),
    ("`as_of` of `unit`", AsOfForm),
    ("A condition of `where`", ConditionForm),
    ("An item of a wide ballot", ItemForm),
    ("A scale", ScaleForm),
)


def spec_example() -> str:
    """The example spec of the page; tested to be a good one."""
    return _text("docs_example.yml")


def spec_page(rules: Iterable[str]) -> str:
    """The page `docs/spec.md`.

    Args:
        rules: Codes of the rules a record can break.
    """
    lines = [_text("docs_intro.md").replace("{example}", spec_example())]
    for title, form in SECTIONS:
        body = schema() if form is SpecForm else schema()["$defs"][form.__name__]
        lines += [f"## {title}", "", *_table(body), ""]
    lines += ["## Shipped scales", "", "| scale | levels |", "|---|---|"]
    for name, scale in shipped_scales().items():
        turned = ", reversed" if scale.is_reversed else ""
        words = ", words" if scale.words else ""
        step = "" if scale.step == 1 else f", step {scale.step}"
        lines.append(f"| `{name}` | {scale.levels}{step}{turned}{words} |")
    lines += ["", "## Shipped specs", "", "| spec | layout | kinds |", "|---|---|---|"]
    for spec in shipped_specs():
        kinds = ", ".join(dict.fromkeys(rule.kind.name for rule in spec.kinds))
        lines.append(f"| `{spec.name}` | {spec.title['en']} | {kinds} |")
    lines += ["", "## Rules a record can break", "", "| rule | meaning | what to do |"]
    lines.append("|---|---|---|")
    for code, rule, step in rules_said(rules, "en"):
        lines.append(f"| `{code}` | {rule} | {step} |")
    return "\n".join(lines) + "\n"


def rules_said(rules: Iterable[str], lang: str) -> Iterator[tuple[str, str, str]]:
    """Each rule, its meaning and what to do, with the names of their places."""
    words = words_of(lang)
    for code in rules:
        said = words.entries
        rule, step = said[f"rules.{code}.rule"], said[f"rules.{code}.what_to_do"]
        in_spec = said.get(f"rules.{code}.in_spec")
        if in_spec:
            step = words("in_the_spec", step=step, in_spec=in_spec)
        yield code, rule, step


def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _table(body: Mapping[str, Any]) -> list[str]:
    required = body.get("required", [])
    lines = ["| key | meaning | default |", "|---|---|---|"]
    for name, key in body["properties"].items():
        resolved = resolved_key(key)
        meaning = key.get("description") or resolved.get("description", "")
        if "enum" in resolved:
            meaning += " One of " + ", ".join(f"`{word}`" for word in resolved["enum"])
        bold = f"**`{name}`**" if name in required else f"`{name}`"
        meaning = meaning.replace("|", chr(92) + "|")
        lines.append(f"| {bold} | {meaning} | {default_of(key)} |")
    return lines


def resolved_key(key: Mapping[str, Any]) -> Mapping[str, Any]:
    """A key of the schema with what it refers to."""
    return {**key, **schema()["$defs"].get(key.get("$ref", "").split("/")[-1], {})}


def default_of(key: Mapping[str, Any]) -> str:
    """The default of a key of the schema as a page shows it; empty if it has none."""
    return f"`{_shown(key['default'])}`" if "default" in key else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
