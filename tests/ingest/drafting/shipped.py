"""Layouts of files that a spec reads, with the reading that spec gives them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.files.text import heading_key
from ingest.spec.explain import sheets_to_draft
from ingest.spec.spec import KindRule, Spec
from tests.ingest.drafting.measure import Layout


def layout_of(path: Path, spec: Spec) -> Layout | None:
    """The first sheet of a file with the reading of its spec; None without one kind."""
    if len(spec.kinds) != 1:
        return None
    (rule,) = spec.kinds
    known = spec.known_keys()
    for headings, cells, titles in sheets_to_draft(path, known):
        truth = {h: _right(h, rule, spec) for h in headings}
        # one column under many conditions is read by more than one rule
        if len(set(truth.values()) - {"aside", "personal"}) < 2:
            continue
        return Layout(
            spec.name,
            rule.kind.name,
            path.name,
            dict(zip(headings, cells, strict=True)),
            truth,
            titles,
        )
    return None


def others(specs: Sequence[Spec], spec: Spec) -> list[Spec]:
    """All specs but the one that reads the layout."""
    return [other for other in specs if other.name != spec.name]


def _right(heading: str, rule: KindRule, spec: Spec) -> str:
    key = heading_key(heading)
    for column in rule.columns:
        for source in column.sources:
            if key in map(heading_key, source.headings):
                return column.name
    asked = [(item.headings, *item.x_columns) for item in rule.items]
    if any(key in map(heading_key, texts) for one in asked for texts in one):
        return "item"
    return "personal" if key in spec.personal else "aside"
