"""The page on specs in Vietnamese, made from the same form, rules and scales."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ingest.spec.docs import (
    SECTIONS,
    default_of,
    resolved_key,
    rules_said,
    spec_example,
)
from ingest.spec.form.schema import schema
from ingest.spec.form.spec import SpecForm
from ingest.spec.read_spec import shipped_specs
from ingest.spec.scales import Scale, shipped_scales
from warehouse.raw.kind_words import kind_titles

Words = Mapping[str, Any]


def spec_page_vi(rules: Iterable[str]) -> str:
    """The page `docs/spec.vi.md`.

    Args:
        rules: Codes of the rules a record can break.

    Raises:
        KeyError: A key of the form has no Vietnamese.
    """
    here = Path(__file__)
    said: Words = yaml.safe_load(here.with_name("docs.vi.yml").read_text("utf-8"))
    intro = here.with_name("docs_intro.vi.md").read_text("utf-8")
    lines = [intro.replace("{example}", spec_example())]
    for _, form in SECTIONS:
        body = schema() if form is SpecForm else schema()["$defs"][form.__name__]
        section = said["sections"][form.__name__]
        lines += [f"## {section['title']}", "", *_keys(body, section, said["head"]), ""]
    lines += [*_scales(said["scales"]), "", *_specs(said["specs"]), ""]
    lines += _rules(said["rules"], rules)
    return "\n".join(lines) + "\n"


def _keys(body: Mapping[str, Any], section: Words, head: Words) -> Iterator[str]:
    yield f"| {head['key']} | {head['meaning']} | {head['default']} |"
    yield "|---|---|---|"
    required = body.get("required", [])
    for name, key in body["properties"].items():
        # `title` names the section itself
        meaning = section["title_" if name == "title" else name]
        if choices := resolved_key(key).get("enum"):
            meaning += f" {head['one_of']} " + ", ".join(f"`{c}`" for c in choices)
        shown = f"**`{name}`**" if name in required else f"`{name}`"
        yield f"| {shown} | {meaning} | {default_of(key)} |"


def _scales(said: Words) -> Iterator[str]:
    yield from _heads(said)
    for name, scale in shipped_scales().items():
        yield f"| `{name}` | {_levels(scale, said)} |"


def _levels(scale: Scale, said: Words) -> str:
    step = "" if scale.step == 1 else said["step"].format(step=scale.step)
    turned = said["reversed"] if scale.is_reversed else ""
    words = said["words"] if scale.words else ""
    return f"{scale.levels}{step}{turned}{words}"


def _specs(said: Words) -> Iterator[str]:
    yield from _heads(said)
    titles = kind_titles("vi")
    for spec in shipped_specs():
        kinds = dict.fromkeys(titles[rule.kind.name] for rule in spec.kinds)
        yield f"| `{spec.name}` | {spec.title['vi']} | {', '.join(kinds)} |"


def _rules(said: Words, rules: Iterable[str]) -> Iterator[str]:
    yield from _heads(said)
    for code, rule, step in rules_said(rules, "vi"):
        yield f"| `{code}` | {rule} | {step} |"


def _heads(said: Words) -> Iterator[str]:
    yield from (f"## {said['title']}", "", f"| {' | '.join(said['head'])} |")
    yield "|" + "---|" * len(said["head"])
